-- A chain: hash is over the hash of the entry before and text. Numbers have no gaps.
CREATE TABLE audit_entry (
    number  INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT NOT NULL,
    act     TEXT NOT NULL,
    subject TEXT NOT NULL,
    text    TEXT NOT NULL,                  -- the entry in JSON, exactly as it was hashed
    hash    TEXT NOT NULL
) STRICT;

CREATE TABLE audit_checkpoint (
    number INTEGER PRIMARY KEY,             -- of the entry that it is over
    hash   TEXT NOT NULL,
    seal   TEXT NOT NULL                    -- signed, in JSON
) STRICT;

-- One row: the name of the chain.
CREATE TABLE audit_chain (
    one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    name TEXT NOT NULL
) STRICT;
INSERT INTO audit_chain (one, name) VALUES (1, lower(hex(randomblob(8))));
