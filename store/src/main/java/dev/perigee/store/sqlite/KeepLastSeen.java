package dev.perigee.store.sqlite;

import dev.perigee.protocol.SatelliteId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Notes when satellites were last seen.
final class KeepLastSeen extends SqliteWrite<Integer> {
    private static final String SAW = "UPDATE satellite SET last_seen_at = ? WHERE id = ?";

    private final List<Map.Entry<SatelliteId, Instant>> seen;

    KeepLastSeen(List<Map.Entry<SatelliteId, Instant>> seen) {
        super(false);
        this.seen = seen;
    }

    @Override
    Integer run(Session session) throws SQLException {
        for (Map.Entry<SatelliteId, Instant> one : seen) {
            session.update(SAW, one.getValue().toEpochMilli(), one.getKey().value());
        }
        return seen.size();
    }
}
