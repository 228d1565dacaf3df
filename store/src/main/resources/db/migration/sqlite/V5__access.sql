ALTER TABLE satellite ADD COLUMN team TEXT;
ALTER TABLE registration_token ADD COLUMN team TEXT;
ALTER TABLE broadcast ADD COLUMN team TEXT;

CREATE TABLE operator_key (
    name       TEXT    NOT NULL PRIMARY KEY,
    digest     TEXT    NOT NULL UNIQUE,      -- of the key, which is not kept
    role       TEXT    NOT NULL,
    team       TEXT,
    created_by TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER
) STRICT, WITHOUT ROWID;
