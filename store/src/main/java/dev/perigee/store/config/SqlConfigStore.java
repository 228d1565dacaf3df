package dev.perigee.store.config;

import dev.perigee.control.config.ConfigStore;
import dev.perigee.control.config.KeptLayers;
import dev.perigee.control.config.LayerRevision;
import dev.perigee.control.config.Putting;
import dev.perigee.control.config.ReportedConfig;
import dev.perigee.control.config.StagedRevision;
import dev.perigee.control.rollout.Rollout;
import dev.perigee.control.rollout.RolloutStatus;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.store.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Layers, their rollouts and reports in SQL. Thread-safe.
public final class SqlConfigStore implements ConfigStore {
    private static final String SELECT =
            "SELECT r.revision, r.layer, r.document, r.author, r.created_at, r.note FROM config_revision r ";
    private static final String NEWEST = SELECT + "JOIN config_layer l ON l.revision = r.revision ORDER BY r.revision";
    private static final String HISTORY =
            SELECT + "WHERE r.layer = ? AND r.revision <= ? AND r.in_force = 1 ORDER BY r.revision DESC LIMIT ?";
    private static final String ONE = SELECT + "WHERE r.layer = ? AND r.revision = ?";
    private static final String ROLLOUT = "SELECT " + RolloutRow.COLUMNS + "FROM config_rollout WHERE id = ?";
    private static final String ACTIVE =
            "SELECT " + RolloutRow.COLUMNS + "FROM config_rollout WHERE state IN ('running', 'paused') ORDER BY id";
    private static final String ROLLOUTS =
            "SELECT " + RolloutRow.COLUMNS + "FROM config_rollout ORDER BY id DESC LIMIT ?";
    private static final String REPORT = """
            INSERT INTO config_report (satellite, revision, hash, refused, error, reported_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (satellite) DO UPDATE SET revision = excluded.revision, hash = excluded.hash,
                refused = excluded.refused, error = excluded.error, reported_at = excluded.reported_at
            """;
    private static final String SELECT_REPORT =
            "SELECT satellite, revision, hash, refused, error, reported_at FROM config_report ";
    private static final String REPORTED = SELECT_REPORT + "WHERE satellite = ?";
    private static final String REPORTS = SELECT_REPORT + "ORDER BY satellite";

    private final Transactions database;

    public SqlConfigStore(Transactions database) {
        this.database = database;
    }

    @Override
    public Putting put(LayerRevision revision, long expected) {
        return database.write(new PutRevision(revision, expected, null));
    }

    @Override
    public Putting stage(LayerRevision revision, Rollout rollout) {
        return database.write(new PutRevision(revision, rollout.base(), rollout));
    }

    @Override
    public boolean advance(Rollout before, RolloutStatus next) {
        return database.write(new AdvanceRollout(before, next));
    }

    @Override
    public KeptLayers layers() {
        return database.read(statements -> {
            // The number first: what changes after it is read once more when the number is seen to have grown.
            long number = Counter.now(statements);
            List<LayerRevision> newest = statements.query(SqlConfigStore::revision, NEWEST);
            List<StagedRevision> staged = new ArrayList<>();
            for (Rollout rollout : statements.query(RolloutRow::read, ACTIVE)) {
                LayerRevision revision = statements
                        .first(SqlConfigStore::revision, ONE, rollout.layer().text(), rollout.revision())
                        .orElseThrow();
                staged.add(new StagedRevision(rollout, revision));
            }
            return new KeptLayers(number, newest, List.copyOf(staged));
        });
    }

    @Override
    public long number() {
        return database.read(Counter::now);
    }

    @Override
    public List<LayerRevision> history(ConfigScope layer, long upTo, int limit) {
        return database.read(
                statements -> statements.query(SqlConfigStore::revision, HISTORY, layer.text(), upTo, (long) limit));
    }

    @Override
    public Optional<LayerRevision> revision(ConfigScope layer, long number) {
        return database.read(statements -> statements.first(SqlConfigStore::revision, ONE, layer.text(), number));
    }

    @Override
    public Optional<Rollout> rollout(RolloutId id) {
        return database.read(statements -> statements.first(RolloutRow::read, ROLLOUT, id.value()));
    }

    @Override
    public List<Rollout> rollouts(int limit) {
        return database.read(statements -> statements.query(RolloutRow::read, ROLLOUTS, (long) limit));
    }

    @Override
    public void report(ReportedConfig reported) {
        ConfigReport report = reported.report();
        int _ = database.write(statements -> statements.update(
                REPORT,
                reported.satellite().value(),
                report.revision(),
                report.hash(),
                report.refused(),
                report.error(),
                reported.at().toEpochMilli()));
    }

    @Override
    public Optional<ReportedConfig> reported(SatelliteId satellite) {
        return database.read(statements -> statements.first(SqlConfigStore::reported, REPORTED, satellite.value()));
    }

    @Override
    public List<ReportedConfig> reports() {
        return database.read(statements -> statements.query(SqlConfigStore::reported, REPORTS));
    }

    private static ReportedConfig reported(ResultSet row) throws SQLException {
        return new ReportedConfig(
                new SatelliteId(row.getString(1)),
                new ConfigReport(row.getLong(2), row.getString(3), row.getString(4), row.getString(5)),
                Instant.ofEpochMilli(row.getLong(6)));
    }

    private static LayerRevision revision(ResultSet row) throws SQLException {
        return new LayerRevision(
                row.getLong(1),
                ConfigScope.parse(row.getString(2)),
                ConfigDocument.parse(row.getString(3)),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                row.getString(6));
    }
}
