-- Numbers are given in the order of commits and never twice; a number may be missing.
CREATE TABLE event (
    number      INTEGER PRIMARY KEY,
    source      TEXT NOT NULL,
    id          TEXT NOT NULL,
    type        TEXT NOT NULL,
    time        INTEGER NOT NULL,
    subject     TEXT,
    data        TEXT NOT NULL,              -- a JSON object
    satellite   TEXT,
    team        TEXT,
    received_at INTEGER NOT NULL,
    UNIQUE (source, id)
) STRICT;

CREATE INDEX event_of_type ON event (type, number);
CREATE INDEX event_of_satellite ON event (satellite, number);

-- One row: which database this is, the last number given, and the last that was deleted.
CREATE TABLE event_log (
    one     INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    epoch   TEXT NOT NULL,
    last    INTEGER NOT NULL,
    deleted INTEGER NOT NULL
) STRICT;
INSERT INTO event_log (one, epoch, last, deleted) VALUES (1, lower(hex(randomblob(8))), 0, 0);
