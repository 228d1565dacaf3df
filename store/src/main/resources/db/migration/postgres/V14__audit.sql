-- A chain: hash is over the hash of the entry before and text. Numbers have no gaps.
CREATE TABLE audit_entry (
    number  bigint NOT NULL PRIMARY KEY,
    at      bigint NOT NULL,
    actor   text NOT NULL,
    act     text NOT NULL,
    subject text NOT NULL,
    text    text NOT NULL,                  -- the entry in JSON, exactly as it was hashed
    hash    text NOT NULL
);

CREATE TABLE audit_checkpoint (
    number bigint NOT NULL PRIMARY KEY,     -- of the entry that it is over
    hash   text NOT NULL,
    seal   text NOT NULL                    -- signed, in JSON
);

-- One row: the name of the chain.
CREATE TABLE audit_chain (
    one  bigint NOT NULL PRIMARY KEY CHECK (one = 1),
    name text NOT NULL
);
INSERT INTO audit_chain (one, name) VALUES (1, substr(md5(random()::text || clock_timestamp()::text), 1, 16));
