ALTER TABLE satellite ADD COLUMN team text;
ALTER TABLE registration_token ADD COLUMN team text;
ALTER TABLE broadcast ADD COLUMN team text;

CREATE TABLE operator_key (
    name       text   NOT NULL PRIMARY KEY,
    digest     text   NOT NULL UNIQUE,      -- of the key, which is not kept
    role       text   NOT NULL,
    team       text,
    created_by text   NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint
);
