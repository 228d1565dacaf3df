-- How a satellite came to stand as it does. One that has none is as it registered.
CREATE TABLE satellite_changes (
    satellite_id TEXT NOT NULL PRIMARY KEY,
    changes      TEXT NOT NULL            -- JSON, the newest last
) STRICT, WITHOUT ROWID;

CREATE TABLE satellite_vitals (
    satellite_id TEXT    NOT NULL PRIMARY KEY,
    at           INTEGER NOT NULL,
    heartbeat    TEXT    NOT NULL,        -- JSON, the newest
    public_url   TEXT,
    series       BLOB    NOT NULL         -- what it measured in the last 24 hours
) STRICT;
