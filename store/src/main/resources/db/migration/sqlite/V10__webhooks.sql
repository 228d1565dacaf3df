-- Where events are sent. All events up to read_number of the log read_epoch have become deliveries.
CREATE TABLE webhook (
    id          TEXT NOT NULL PRIMARY KEY,
    url         TEXT NOT NULL,
    type        TEXT NOT NULL,
    team        TEXT,
    created_by  TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    secret      TEXT NOT NULL,              -- sealed
    read_epoch  TEXT NOT NULL,
    read_number INTEGER NOT NULL
) STRICT;

-- An event on its way. "at" is when it is sent next while it waits, else when it ended.
CREATE TABLE webhook_delivery (
    id          TEXT NOT NULL PRIMARY KEY,
    webhook     TEXT NOT NULL REFERENCES webhook (id),
    event       TEXT NOT NULL,              -- as JSON
    created_at  INTEGER NOT NULL,
    state       TEXT NOT NULL,
    tries       INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    last_status INTEGER,
    last_error  TEXT
) STRICT;

CREATE INDEX webhook_delivery_of_state ON webhook_delivery (webhook, state, at);
CREATE INDEX webhook_delivery_ended ON webhook_delivery (at) WHERE state <> 'waiting';
