CREATE TABLE config_counter (
    id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL                -- of all layers the newest
) STRICT;
INSERT INTO config_counter (id, revision) VALUES (1, 0);

CREATE TABLE config_revision (
    revision   INTEGER NOT NULL PRIMARY KEY,
    layer      TEXT    NOT NULL,
    document   TEXT    NOT NULL,             -- with the secrets in it
    author     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    note       TEXT
) STRICT;
CREATE INDEX config_revision_layer ON config_revision (layer, revision);

CREATE TABLE config_layer (
    layer    TEXT    NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL                -- its newest
) STRICT, WITHOUT ROWID;

CREATE TABLE config_report (
    satellite   TEXT    NOT NULL PRIMARY KEY,
    revision    INTEGER NOT NULL,
    hash        TEXT    NOT NULL,            -- of what it has
    refused     TEXT,                        -- the hash of what it would not take
    error       TEXT,
    reported_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
