ALTER TABLE satellite ADD COLUMN group_name TEXT;
ALTER TABLE satellite ADD COLUMN labels TEXT;             -- a JSON object; NULL without any
ALTER TABLE satellite ADD COLUMN max_concurrent INTEGER;

ALTER TABLE command ADD COLUMN exit_code INTEGER;         -- of a program that ran to its end

-- The counts of a broadcast come from this index alone.
DROP INDEX command_broadcast;
CREATE INDEX command_broadcast ON command (broadcast_id, state, exit_code) WHERE broadcast_id IS NOT NULL;
CREATE UNIQUE INDEX command_member ON command (broadcast_id, satellite_id) WHERE broadcast_id IS NOT NULL;

CREATE TABLE broadcast (
    seq             INTEGER PRIMARY KEY,  -- the order of submission
    id              TEXT    NOT NULL UNIQUE,
    target          TEXT    NOT NULL,
    caller          TEXT    NOT NULL,
    idempotency_key TEXT,
    correlation     TEXT,
    submitted_at    INTEGER NOT NULL,
    spec            TEXT    NOT NULL,     -- JSON
    priority        TEXT    NOT NULL,
    not_before      INTEGER,
    ttl             INTEGER NOT NULL,     -- from the creation of each command
    timeout         INTEGER NOT NULL,
    attempts_max    INTEGER NOT NULL,
    idempotent      INTEGER NOT NULL,
    max_concurrent  TEXT,                 -- a number of members or a percentage
    max_failures    TEXT,
    members         INTEGER NOT NULL,
    state           TEXT    NOT NULL,
    created         INTEGER NOT NULL,     -- so many members, the first ones, have their commands
    changed_at      INTEGER NOT NULL,
    reason          TEXT,
    tally           TEXT,                 -- JSON; once it has ended
    revision        INTEGER NOT NULL
) STRICT;

CREATE INDEX broadcast_live ON broadcast (seq) WHERE state IN ('running', 'paused', 'stopping', 'aborting');
CREATE INDEX broadcast_key ON broadcast (caller, idempotency_key, submitted_at) WHERE idempotency_key IS NOT NULL;

-- The members in their order, 500 to a row.
CREATE TABLE broadcast_members (
    broadcast_id TEXT    NOT NULL,
    chunk        INTEGER NOT NULL,
    satellites   TEXT    NOT NULL,        -- a JSON array of ids
    PRIMARY KEY (broadcast_id, chunk)
) STRICT, WITHOUT ROWID;
