CREATE TABLE secret_counter (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL                -- of all secrets that ever were, the newest
) STRICT;
INSERT INTO secret_counter (id, version) VALUES (1, 0);

CREATE TABLE secret (
    name    TEXT    NOT NULL,
    scope   TEXT    NOT NULL,
    version INTEGER NOT NULL,
    key_id  TEXT    NOT NULL,               -- what the box is sealed with
    box     TEXT    NOT NULL,
    author  TEXT    NOT NULL,
    set_at  INTEGER NOT NULL,
    PRIMARY KEY (name, scope)
) STRICT, WITHOUT ROWID;
