-- What is kept of a token is its id and what became of it; the token itself proves that it was made here.
DROP TABLE registration_token;
CREATE TABLE registration_token (
    id             TEXT    NOT NULL PRIMARY KEY,
    team           TEXT,
    only_satellite TEXT,
    created_by     TEXT    NOT NULL,
    created_at     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    used_by        TEXT,
    used_at        INTEGER,
    revoked_by     TEXT,
    revoked_at     INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX registration_token_expiry ON registration_token (expires_at);

ALTER TABLE satellite ADD COLUMN traits TEXT;             -- JSON: capabilities, system, routes; NULL without any
ALTER TABLE satellite ADD COLUMN key_wanted_at INTEGER;   -- since when it is to have another key
ALTER TABLE satellite ADD COLUMN next_digest TEXT;        -- of the key that it was offered
ALTER TABLE satellite ADD COLUMN next_until INTEGER;
ALTER TABLE satellite ADD COLUMN key_since INTEGER;       -- NULL for the first one
