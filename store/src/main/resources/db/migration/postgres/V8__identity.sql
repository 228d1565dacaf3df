-- What is kept of a token is its id and what became of it; the token itself proves that it was made here.
DROP TABLE registration_token;
CREATE TABLE registration_token (
    id             text   COLLATE "C" PRIMARY KEY,
    team           text,
    only_satellite text,
    created_by     text   NOT NULL,
    created_at     bigint NOT NULL,
    expires_at     bigint NOT NULL,
    used_by        text,
    used_at        bigint,
    revoked_by     text,
    revoked_at     bigint
);
CREATE INDEX registration_token_expiry ON registration_token (expires_at);

ALTER TABLE satellite
    ADD COLUMN traits text,             -- JSON: capabilities, system, routes; NULL without any
    ADD COLUMN key_wanted_at bigint,    -- since when it is to have another key
    ADD COLUMN next_digest text,        -- of the key that it was offered
    ADD COLUMN next_until bigint,
    ADD COLUMN key_since bigint;        -- NULL for the first one
