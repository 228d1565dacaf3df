-- Times are milliseconds since 1970, durations are milliseconds, states are their wire names.

CREATE TABLE command (
    seq             INTEGER PRIMARY KEY,  -- the order of submission
    id              TEXT    NOT NULL UNIQUE,
    satellite_id    TEXT    NOT NULL,
    caller          TEXT    NOT NULL,
    idempotency_key TEXT,
    spec            TEXT    NOT NULL,     -- JSON
    priority        INTEGER NOT NULL,     -- 0 immediate, 1 high, 2 normal, 3 low
    submitted_at    INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    timeout         INTEGER NOT NULL,
    idempotent      INTEGER NOT NULL,
    state           TEXT    NOT NULL,
    attempts        INTEGER NOT NULL,
    changed_at      INTEGER NOT NULL,
    due_at          INTEGER,              -- end of the time to live, of the lease or of the execution; NULL once ended
    revision        INTEGER NOT NULL
) STRICT;

-- The indexes of the hot queries hold live commands only, so that history costs them nothing.
CREATE INDEX command_queued ON command (satellite_id, priority) WHERE state = 'queued';
CREATE INDEX command_due ON command (state, due_at) WHERE due_at IS NOT NULL;

-- For listing.
CREATE INDEX command_ended ON command (state) WHERE due_at IS NULL;
CREATE INDEX command_of_satellite ON command (satellite_id);

-- Apart from the commands, so that a command that changes does not carry its output along.
CREATE TABLE command_result (
    seq    INTEGER PRIMARY KEY REFERENCES command (seq),
    result BLOB    NOT NULL               -- JSON
) STRICT;

CREATE TABLE idempotency_key (
    caller     TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    seq        INTEGER NOT NULL REFERENCES command (seq),
    kept_until INTEGER NOT NULL,
    PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE satellite (
    id            TEXT    NOT NULL PRIMARY KEY,
    version       TEXT    NOT NULL,
    platform      TEXT    NOT NULL,
    secret_digest TEXT    NOT NULL,
    delivery_key  BLOB    NOT NULL,
    registered_at INTEGER NOT NULL,
    last_seen_at  INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE registration_token (
    digest         TEXT    NOT NULL PRIMARY KEY,
    expires_at     INTEGER NOT NULL,
    only_satellite TEXT,
    used_at        INTEGER
) STRICT, WITHOUT ROWID;
