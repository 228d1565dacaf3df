package dev.perigee.store.config;

import dev.perigee.control.rollout.Rollout;
import dev.perigee.control.rollout.RolloutStatus;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.rollout.FailedSatellite;
import dev.perigee.protocol.rollout.RolloutPlan;
import dev.perigee.protocol.rollout.RolloutState;
import dev.perigee.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A rollout as a row.
final class RolloutRow {
    static final String COLUMNS = """
            id, layer, base, revision, waves, settle_ms, failed_max, author, created_at,
            state, wave, cutoff, since, reason, failing, version
            """;
    private static final String INSERT =
            "INSERT INTO config_rollout (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE = """
            UPDATE config_rollout SET state = ?, wave = ?, cutoff = ?, since = ?, reason = ?, failing = ?, version = ?
            WHERE id = ? AND version = ?
            """;

    private RolloutRow() {}

    static void insert(Statements statements, Rollout rollout) throws SQLException {
        RolloutPlan plan = rollout.plan();
        RolloutStatus status = rollout.status();
        statements.update(
                INSERT,
                rollout.id().value(),
                rollout.layer().text(),
                rollout.base(),
                rollout.revision(),
                plan.wavesText(),
                plan.settle().toMillis(),
                plan.maxFailed().text(),
                rollout.author(),
                rollout.createdAt().toEpochMilli(),
                status.state().wireName(),
                (long) status.wave(),
                status.cutoff(),
                status.since().toEpochMilli(),
                status.reason(),
                Json.WIRE.text(status.failing()),
                (long) status.version());
    }

    /// Whether it was still as `before`.
    static boolean update(Statements statements, Rollout before, RolloutStatus next) throws SQLException {
        int changed = statements.update(
                UPDATE,
                next.state().wireName(),
                (long) next.wave(),
                next.cutoff(),
                next.since().toEpochMilli(),
                next.reason(),
                Json.WIRE.text(next.failing()),
                (long) next.version(),
                before.id().value(),
                (long) before.status().version());
        return changed == 1;
    }

    static Rollout read(ResultSet row) throws SQLException {
        RolloutPlan plan = new RolloutPlan(
                RolloutPlan.waves(row.getString(5)),
                Duration.ofMillis(row.getLong(6)),
                Portion.parse(row.getString(7)));
        RolloutStatus status = new RolloutStatus(
                RolloutState.of(row.getString(10)),
                Math.toIntExact(row.getLong(11)),
                row.getLong(12),
                Instant.ofEpochMilli(row.getLong(13)),
                row.getString(14),
                List.of(Json.WIRE.read(row.getString(15), FailedSatellite[].class)),
                Math.toIntExact(row.getLong(16)));
        return new Rollout(
                new RolloutId(row.getString(1)),
                ConfigScope.parse(row.getString(2)),
                row.getLong(3),
                row.getLong(4),
                plan,
                row.getString(8),
                Instant.ofEpochMilli(row.getLong(9)),
                status);
    }
}
