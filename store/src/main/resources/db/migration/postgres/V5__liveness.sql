-- How a satellite came to stand as it does. One that has none is as it registered.
CREATE TABLE satellite_changes (
    satellite_id text NOT NULL PRIMARY KEY,
    changes      text NOT NULL            -- JSON, the newest last
);

CREATE TABLE satellite_vitals (
    satellite_id text   NOT NULL PRIMARY KEY,
    at           bigint NOT NULL,
    heartbeat    text   NOT NULL,         -- JSON, the newest
    public_url   text,
    series       bytea  NOT NULL          -- what it measured in the last 24 hours
);
