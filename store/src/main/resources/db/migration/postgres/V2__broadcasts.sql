ALTER TABLE satellite ADD COLUMN group_name text, ADD COLUMN labels text, ADD COLUMN max_concurrent integer;

-- Of a program of a broadcast that ran to its end; no other command pays for it.
ALTER TABLE command_ended ADD COLUMN exit_code integer GENERATED ALWAYS AS (
    CASE WHEN broadcast_id IS NOT NULL AND state = 4 THEN (result::json ->> 'exitCode')::integer END) STORED;

CREATE UNIQUE INDEX command_live_member ON command_live (broadcast_id, satellite_id) WHERE broadcast_id IS NOT NULL;
CREATE UNIQUE INDEX command_ended_member ON command_ended (broadcast_id, satellite_id) WHERE broadcast_id IS NOT NULL;
-- The counts of a broadcast come from these two.
CREATE INDEX command_live_tally ON command_live (broadcast_id, state) WHERE broadcast_id IS NOT NULL;
CREATE INDEX command_ended_tally ON command_ended (broadcast_id, state, exit_code) WHERE broadcast_id IS NOT NULL;

CREATE TABLE broadcast (
    seq             bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- the order of submission
    id              text     COLLATE "C" NOT NULL CONSTRAINT broadcast_id UNIQUE,
    target          text     NOT NULL,
    caller          text     COLLATE "C" NOT NULL,
    idempotency_key text     COLLATE "C",
    correlation     text,
    submitted_at    bigint   NOT NULL,
    spec            text     NOT NULL,  -- JSON
    priority        text     NOT NULL,
    not_before      bigint,
    ttl             bigint   NOT NULL,  -- from the creation of each command
    timeout         bigint   NOT NULL,
    attempts_max    integer  NOT NULL,
    idempotent      integer  NOT NULL,
    max_concurrent  text,               -- a number of members or a percentage
    max_failures    text,
    members         integer  NOT NULL,
    state           text     COLLATE "C" NOT NULL,
    created         integer  NOT NULL,  -- so many members, the first ones, have their commands
    changed_at      bigint   NOT NULL,
    reason          text,
    tally           text,               -- JSON; once it has ended
    revision        integer  NOT NULL
) WITH (fillfactor = 70);

CREATE INDEX broadcast_live ON broadcast (seq) WHERE state IN ('running', 'paused', 'stopping', 'aborting');
CREATE INDEX broadcast_key ON broadcast (caller, idempotency_key, submitted_at) WHERE idempotency_key IS NOT NULL;

-- The members in their order, 500 to a row.
CREATE TABLE broadcast_members (
    broadcast_id text    COLLATE "C" NOT NULL,
    chunk        integer NOT NULL,
    satellites   text    NOT NULL,      -- a JSON array of ids
    PRIMARY KEY (broadcast_id, chunk)
);
