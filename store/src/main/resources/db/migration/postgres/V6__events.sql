-- Numbers are given in the order of commits and never twice; a number may be missing.
CREATE TABLE event (
    number      bigint  NOT NULL PRIMARY KEY,
    source      text NOT NULL,
    id          text NOT NULL,
    type        text NOT NULL,
    time        bigint NOT NULL,
    subject     text,
    data        text NOT NULL,              -- a JSON object
    satellite   text,
    team        text,
    received_at bigint NOT NULL,
    UNIQUE (source, id)
);

CREATE INDEX event_of_type ON event (type, number);
CREATE INDEX event_of_satellite ON event (satellite, number);

-- One row: which database this is, the last number given, and the last that was deleted.
CREATE TABLE event_log (
    one     bigint NOT NULL PRIMARY KEY CHECK (one = 1),
    epoch   text NOT NULL,
    last    bigint NOT NULL,
    deleted bigint NOT NULL
);
INSERT INTO event_log (one, epoch, last, deleted) VALUES (1, substr(md5(random()::text || clock_timestamp()::text), 1, 16), 0, 0);
