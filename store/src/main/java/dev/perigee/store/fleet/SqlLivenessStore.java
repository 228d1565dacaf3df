package dev.perigee.store.fleet;

import dev.perigee.control.fleet.KeptVitals;
import dev.perigee.control.fleet.LivenessStore;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.LivenessChange;
import dev.perigee.protocol.json.Json;
import dev.perigee.store.sql.Transactions;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How satellites stand and what they last told, in SQL. Thread-safe.
public final class SqlLivenessStore implements LivenessStore {
    /// So many are written down at once, so that nobody's commands wait long for it.
    private static final int BATCH = 100;

    private static final String CHANGES = "SELECT satellite_id, changes FROM satellite_changes";
    private static final String KEEP_CHANGES = """
            INSERT INTO satellite_changes (satellite_id, changes)
            SELECT id, ? FROM satellite WHERE id = ?
            ON CONFLICT (satellite_id) DO UPDATE SET changes = excluded.changes
            """;
    private static final String VITALS =
            "SELECT at, packed, public_url, series FROM satellite_vitals WHERE satellite_id = ?";
    private static final String KEEP_VITALS = """
            INSERT INTO satellite_vitals (satellite_id, at, packed, public_url, series)
            SELECT id, ?, ?, ?, ? FROM satellite WHERE id = ?
            ON CONFLICT (satellite_id) DO UPDATE SET at = excluded.at, packed = excluded.packed,
                public_url = excluded.public_url, series = excluded.series
            """;
    private static final List<String> REMOVE = List.of(
            "DELETE FROM satellite_changes WHERE satellite_id = ?",
            "DELETE FROM satellite_vitals WHERE satellite_id = ?",
            "DELETE FROM satellite WHERE id = ?");

    private final Transactions database;

    public SqlLivenessStore(Transactions database) {
        this.database = database;
    }

    private record Row(SatelliteId id, List<LivenessChange> changes) {}

    @Override
    public Map<SatelliteId, List<LivenessChange>> changes() {
        List<Row> rows = database.read(statements -> statements.query(
                row -> new Row(
                        new SatelliteId(row.getString(1)),
                        List.of(Json.WIRE.read(row.getString(2), LivenessChange[].class))),
                CHANGES));
        return rows.stream().collect(Collectors.toMap(Row::id, Row::changes));
    }

    @Override
    public void keepChanges(Map<SatelliteId, List<LivenessChange>> changes) {
        keep(
                KEEP_CHANGES,
                changes.entrySet().stream()
                        .map(one -> new @Nullable Object[] {
                            Json.WIRE.text(one.getValue()), one.getKey().value()
                        })
                        .toList());
    }

    @Override
    public Optional<KeptVitals> vitals(SatelliteId id) {
        return database.read(statements -> statements.first(row -> read(id, row), VITALS, id.value()));
    }

    @Override
    public void keepVitals(Collection<KeptVitals> vitals) {
        keep(
                KEEP_VITALS,
                vitals.stream()
                        .map(one -> new @Nullable Object[] {
                            one.at().toEpochMilli(),
                            one.heartbeat().array(),
                            one.publicUrl(),
                            one.series().array(),
                            one.satellite().value()
                        })
                        .toList());
    }

    @Override
    public void remove(SatelliteId id) {
        int _ = database.write(statements -> {
            int removed = 0;
            for (String sql : REMOVE) {
                removed += statements.update(sql, id.value());
            }
            return removed;
        });
    }

    private void keep(String sql, List<@Nullable Object[]> rows) {
        for (int from = 0; from < rows.size(); from += BATCH) {
            List<@Nullable Object[]> some = rows.subList(from, Math.min(from + BATCH, rows.size()));
            int _ = database.writeLazily(statements -> {
                statements.updateAll(sql, some);
                return some.size();
            });
        }
    }

    private static KeptVitals read(SatelliteId id, ResultSet row) throws SQLException {
        return new KeptVitals(
                id,
                Instant.ofEpochMilli(row.getLong(1)),
                ByteBuffer.wrap(row.getBytes(2)),
                row.getString(3),
                ByteBuffer.wrap(row.getBytes(4)));
    }
}
