-- A revision that never became its layer's newest is not in force: it is, or was, only rolled out.
ALTER TABLE config_revision ADD COLUMN in_force bigint  NOT NULL DEFAULT 1;

CREATE TABLE config_rollout (
    id           text    NOT NULL PRIMARY KEY,
    layer        text    NOT NULL,
    base         bigint  NOT NULL,           -- the layer's newest when it began, 0 for none
    revision     bigint  NOT NULL,
    waves        text    NOT NULL,           -- as people write them: 1,10%,100%
    settle_ms    bigint  NOT NULL,
    failed_max   text    NOT NULL,
    author       text    NOT NULL,
    created_at   bigint  NOT NULL,
    state        text    NOT NULL,
    wave         bigint  NOT NULL,
    cutoff       bigint  NOT NULL,           -- the last place that it is released to
    since        bigint  NOT NULL,
    reason       text,
    failing      text    NOT NULL,           -- the first satellites that failed, as JSON
    version      bigint  NOT NULL
);
CREATE UNIQUE INDEX config_rollout_active ON config_rollout (layer) WHERE state IN ('running', 'paused');
