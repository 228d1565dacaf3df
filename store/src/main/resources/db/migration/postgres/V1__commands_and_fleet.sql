-- Times are milliseconds since 1970, durations are milliseconds. States: 0 queued, 1 held back (queued, not to be offered
-- yet), 2 leased, 3 acknowledged, 4 completed, 5 failed, 6 timed out, 7 interrupted, 8 expired, 9 cancelled,
-- 10 dead-lettered. Priorities: 0 immediate, 1 high, 2 normal, 3 low.

-- The commands that have not ended, so that history costs neither a claim nor a vacuum anything.
CREATE TABLE command_live (
    seq             bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- the order of submission
    due_at          bigint   NOT NULL,  -- end of the hold, the time to live, the lease or the execution
    changed_at      bigint   NOT NULL,
    cancel_at       bigint,             -- wished to end since then, by cancel_by
    submitted_at    bigint   NOT NULL,
    not_before      bigint,
    expires_at      bigint   NOT NULL,
    timeout         bigint   NOT NULL,
    revision        integer  NOT NULL,
    attempts        integer  NOT NULL,
    attempts_max    integer  NOT NULL,
    state           smallint NOT NULL,
    priority        smallint NOT NULL,
    idempotent      boolean  NOT NULL,
    id              text     COLLATE "C" NOT NULL CONSTRAINT command_live_id UNIQUE,
    satellite_id    text     COLLATE "C" NOT NULL,
    caller          text     COLLATE "C" NOT NULL,
    idempotency_key text     COLLATE "C",
    correlation     text     COLLATE "C",
    broadcast_id    text     COLLATE "C",
    redrive_of      text     COLLATE "C",
    cancel_by       text,
    spec            text     NOT NULL   -- JSON
) WITH (
    fillfactor = 80,
    -- Each command leaves two dead rows behind within seconds; the default waits for a share of the table.
    autovacuum_vacuum_scale_factor = 0.05,
    autovacuum_vacuum_threshold = 10000,
    autovacuum_vacuum_insert_scale_factor = 1,
    autovacuum_vacuum_cost_delay = 0
);
-- JSON of this size does not get smaller by more than compressing it costs.
ALTER TABLE command_live ALTER spec SET STORAGE EXTERNAL;

CREATE INDEX command_live_queued ON command_live (satellite_id, priority, seq) WHERE state = 0;
CREATE INDEX command_live_due ON command_live (state, due_at, seq);
CREATE INDEX command_live_cancelling ON command_live (seq) WHERE cancel_at IS NOT NULL;
CREATE INDEX command_live_correlation ON command_live (correlation, seq) WHERE correlation IS NOT NULL;
CREATE INDEX command_live_broadcast ON command_live (broadcast_id, seq) WHERE broadcast_id IS NOT NULL;
CREATE UNIQUE INDEX command_live_redrive ON command_live (redrive_of) WHERE redrive_of IS NOT NULL;

-- The commands that have ended; written once, then only deleted.
CREATE TABLE command_ended (
    seq             bigint   NOT NULL,
    changed_at      bigint   NOT NULL,
    cancel_at       bigint,
    submitted_at    bigint   NOT NULL,
    not_before      bigint,
    expires_at      bigint   NOT NULL,
    timeout         bigint   NOT NULL,
    revision        integer  NOT NULL,
    attempts        integer  NOT NULL,
    attempts_max    integer  NOT NULL,
    state           smallint NOT NULL,
    priority        smallint NOT NULL,
    idempotent      boolean  NOT NULL,
    id              text     COLLATE "C" NOT NULL CONSTRAINT command_ended_id UNIQUE,
    satellite_id    text     COLLATE "C" NOT NULL,
    caller          text     COLLATE "C" NOT NULL,
    idempotency_key text     COLLATE "C",
    correlation     text     COLLATE "C",
    broadcast_id    text     COLLATE "C",
    redrive_of      text     COLLATE "C",
    cancel_by       text,
    spec            text     NOT NULL,
    reason          text,               -- why it ended without a result
    result          text                -- JSON
) WITH (
    autovacuum_vacuum_insert_scale_factor = 0.1,
    autovacuum_vacuum_cost_delay = 1
);
ALTER TABLE command_ended ALTER spec SET STORAGE EXTERNAL, ALTER result SET STORAGE EXTERNAL;

CREATE INDEX command_ended_state ON command_ended (state, seq);
CREATE INDEX command_ended_satellite ON command_ended (satellite_id, seq);
CREATE INDEX command_ended_correlation ON command_ended (correlation, seq) WHERE correlation IS NOT NULL;
CREATE INDEX command_ended_broadcast ON command_ended (broadcast_id, seq) WHERE broadcast_id IS NOT NULL;
CREATE UNIQUE INDEX command_ended_redrive ON command_ended (redrive_of) WHERE redrive_of IS NOT NULL;

CREATE TABLE idempotency_key (
    kept_until bigint NOT NULL,
    caller     text   COLLATE "C" NOT NULL,
    key        text   COLLATE "C" NOT NULL,
    command_id text   COLLATE "C" NOT NULL,
    PRIMARY KEY (caller, key)
);

-- Ballast: rows that are no commands and that nothing finds. A vacuum that sees one of these tables empty, as the live
-- commands are again and again, makes the planner believe that reading all of it is the fastest way to any row. For a batch
-- that comes a moment later this is four times as slow, for a full queue a thousand times.
INSERT INTO command_live (due_at, changed_at, submitted_at, expires_at, timeout, revision, attempts, attempts_max,
                          state, priority, idempotent, id, satellite_id, caller, spec)
SELECT 9223372036854775807, 0, 0, 0, 0, 0, 0, 0, -1, 0, false, 'ballast ' || n, '', '', ''
FROM generate_series(1, 2000) n;
INSERT INTO command_ended (seq, changed_at, submitted_at, expires_at, timeout, revision, attempts, attempts_max,
                           state, priority, idempotent, id, satellite_id, caller, spec)
SELECT seq, changed_at, submitted_at, expires_at, timeout, revision, attempts, attempts_max, state, priority, idempotent,
       id, satellite_id, caller, spec
FROM command_live;
INSERT INTO idempotency_key (kept_until, caller, key, command_id)
SELECT 9223372036854775807, '', id, id FROM command_live;
ANALYZE command_live, command_ended, idempotency_key;

CREATE TABLE satellite (
    id            text   COLLATE "C" PRIMARY KEY,
    version       text   NOT NULL,
    platform      text   NOT NULL,
    secret_digest text   NOT NULL,
    delivery_key  bytea  NOT NULL,
    registered_at bigint NOT NULL,
    last_seen_at  bigint
) WITH (fillfactor = 70);

CREATE TABLE registration_token (
    digest         text   COLLATE "C" PRIMARY KEY,
    expires_at     bigint NOT NULL,
    only_satellite text,
    used_at        bigint
);

-- Which control plane may write, and the last batch that each of its lanes has committed: docs/decisions/0008.
CREATE TABLE write_fence (
    lane  smallint PRIMARY KEY,
    owner uuid     NOT NULL,
    epoch bigint   NOT NULL,
    batch bigint   NOT NULL
) WITH (fillfactor = 10);

INSERT INTO write_fence SELECT lane, gen_random_uuid(), 0, 0 FROM generate_series(0, 1) lane;
