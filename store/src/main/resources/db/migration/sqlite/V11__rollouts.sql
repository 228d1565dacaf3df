-- A revision that never became its layer's newest is not in force: it is, or was, only rolled out.
ALTER TABLE config_revision ADD COLUMN in_force INTEGER NOT NULL DEFAULT 1;

CREATE TABLE config_rollout (
    id           TEXT    NOT NULL PRIMARY KEY,
    layer        TEXT    NOT NULL,
    base         INTEGER NOT NULL,           -- the layer's newest when it began, 0 for none
    revision     INTEGER NOT NULL,
    waves        TEXT    NOT NULL,           -- as people write them: 1,10%,100%
    settle_ms    INTEGER NOT NULL,
    failed_max   TEXT    NOT NULL,
    author       TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    wave         INTEGER NOT NULL,
    cutoff       INTEGER NOT NULL,           -- the last place that it is released to
    since        INTEGER NOT NULL,
    reason       TEXT,
    failing      TEXT    NOT NULL,           -- the first satellites that failed, as JSON
    version      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX config_rollout_active ON config_rollout (layer) WHERE state IN ('running', 'paused');
