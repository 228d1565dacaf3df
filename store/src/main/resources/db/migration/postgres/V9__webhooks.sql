-- Where events are sent. All events up to read_number of the log read_epoch have become deliveries.
CREATE TABLE webhook (
    id          text NOT NULL PRIMARY KEY,
    url         text NOT NULL,
    type        text NOT NULL,
    team        text,
    created_by  text NOT NULL,
    created_at  bigint NOT NULL,
    secret      text NOT NULL,              -- sealed
    read_epoch  text NOT NULL,
    read_number bigint NOT NULL
);

-- An event on its way. "at" is when it is sent next while it waits, else when it ended.
CREATE TABLE webhook_delivery (
    id          text NOT NULL PRIMARY KEY,
    webhook     text NOT NULL REFERENCES webhook (id),
    event       text NOT NULL,              -- as JSON
    created_at  bigint NOT NULL,
    state       text NOT NULL,
    tries       bigint NOT NULL,
    at          bigint NOT NULL,
    last_status bigint,
    last_error  text
);

CREATE INDEX webhook_delivery_of_state ON webhook_delivery (webhook, state, at);
CREATE INDEX webhook_delivery_ended ON webhook_delivery (at) WHERE state <> 'waiting';
