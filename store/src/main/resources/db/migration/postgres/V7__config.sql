CREATE TABLE config_counter (
    id       bigint NOT NULL PRIMARY KEY CHECK (id = 1),
    revision bigint  NOT NULL                -- of all layers the newest
);
INSERT INTO config_counter (id, revision) VALUES (1, 0);

CREATE TABLE config_revision (
    revision   bigint  NOT NULL PRIMARY KEY,
    layer      text    NOT NULL,
    document   text    NOT NULL,             -- with the secrets in it
    author     text    NOT NULL,
    created_at bigint  NOT NULL,
    note       text
);
CREATE INDEX config_revision_layer ON config_revision (layer, revision);

CREATE TABLE config_layer (
    layer    text    NOT NULL PRIMARY KEY,
    revision bigint  NOT NULL                -- its newest
);

CREATE TABLE config_report (
    satellite   text    NOT NULL PRIMARY KEY,
    revision    bigint  NOT NULL,
    hash        text    NOT NULL,            -- of what it has
    refused     text,                        -- the hash of what it would not take
    error       text,
    reported_at bigint  NOT NULL
);
