package dev.perigee.store.config;

import dev.perigee.control.config.ConfigStore;
import dev.perigee.control.config.LayerRevision;
import dev.perigee.control.config.Putting;
import dev.perigee.control.config.ReportedConfig;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.store.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Layers and reports in SQL. Thread-safe.
public final class SqlConfigStore implements ConfigStore {
    private static final String SELECT =
            "SELECT r.revision, r.layer, r.document, r.author, r.created_at, r.note FROM config_revision r ";
    private static final String NEWEST = SELECT + "JOIN config_layer l ON l.revision = r.revision ORDER BY r.revision";
    private static final String HISTORY =
            SELECT + "WHERE r.layer = ? AND r.revision <= ? ORDER BY r.revision DESC LIMIT ?";
    private static final String REPORT = """
            INSERT INTO config_report (satellite, revision, hash, refused, error, reported_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (satellite) DO UPDATE SET revision = excluded.revision, hash = excluded.hash,
                refused = excluded.refused, error = excluded.error, reported_at = excluded.reported_at
            """;
    private static final String REPORTS =
            "SELECT satellite, revision, hash, refused, error, reported_at FROM config_report ORDER BY satellite";

    private final Transactions database;

    public SqlConfigStore(Transactions database) {
        this.database = database;
    }

    @Override
    public Putting put(LayerRevision revision, long expected) {
        return database.write(new PutRevision(revision, expected));
    }

    @Override
    public List<LayerRevision> newest() {
        return database.read(statements -> statements.query(SqlConfigStore::revision, NEWEST));
    }

    @Override
    public List<LayerRevision> history(ConfigScope layer, long upTo, int limit) {
        return database.read(
                statements -> statements.query(SqlConfigStore::revision, HISTORY, layer.text(), upTo, limit));
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
    public List<ReportedConfig> reports() {
        return database.read(statements -> statements.query(
                row -> new ReportedConfig(
                        new SatelliteId(row.getString(1)),
                        new ConfigReport(row.getLong(2), row.getString(3), row.getString(4), row.getString(5)),
                        Instant.ofEpochMilli(row.getLong(6))),
                REPORTS));
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
