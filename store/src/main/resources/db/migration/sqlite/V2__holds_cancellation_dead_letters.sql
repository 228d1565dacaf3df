-- A queued command that is held back has the state 'held' here, so that a claim does not meet it.
ALTER TABLE command ADD COLUMN not_before INTEGER;
ALTER TABLE command ADD COLUMN attempts_max INTEGER NOT NULL DEFAULT 3;
ALTER TABLE command ADD COLUMN correlation TEXT;
ALTER TABLE command ADD COLUMN broadcast_id TEXT;
ALTER TABLE command ADD COLUMN redrive_of TEXT;       -- the id of the dead letter that it stands in for
ALTER TABLE command ADD COLUMN cancel_at INTEGER;     -- wished to end since then, by cancel_by
ALTER TABLE command ADD COLUMN cancel_by TEXT;
ALTER TABLE command ADD COLUMN reason TEXT;           -- why it ended without a result

CREATE UNIQUE INDEX command_redrive ON command (redrive_of) WHERE redrive_of IS NOT NULL;
CREATE INDEX command_correlation ON command (correlation) WHERE correlation IS NOT NULL;
CREATE INDEX command_broadcast ON command (broadcast_id, state) WHERE broadcast_id IS NOT NULL;
CREATE INDEX command_cancelling ON command (seq) WHERE cancel_at IS NOT NULL AND due_at IS NOT NULL;

-- Without a reference to the command, which would need an index of its own for commands to be deleted.
CREATE TABLE idempotency_key_2 (
    caller     TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    seq        INTEGER NOT NULL,          -- of the command that it leads to
    kept_until INTEGER NOT NULL,
    PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID;

INSERT INTO idempotency_key_2 SELECT caller, key, seq, kept_until FROM idempotency_key;
DROP TABLE idempotency_key;
ALTER TABLE idempotency_key_2 RENAME TO idempotency_key;
