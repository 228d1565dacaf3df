CREATE TABLE secret_counter (
    id      bigint NOT NULL PRIMARY KEY CHECK (id = 1),
    version bigint NOT NULL                 -- of all secrets that ever were, the newest
);
INSERT INTO secret_counter (id, version) VALUES (1, 0);

CREATE TABLE secret (
    name    text   NOT NULL,
    scope   text   NOT NULL,
    version bigint NOT NULL,
    key_id  text   NOT NULL,                -- what the box is sealed with
    box     text   NOT NULL,
    author  text   NOT NULL,
    set_at  bigint NOT NULL,
    PRIMARY KEY (name, scope)
);
