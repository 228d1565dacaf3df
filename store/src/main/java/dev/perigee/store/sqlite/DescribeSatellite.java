package dev.perigee.store.sqlite;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.store.row.SatelliteRow;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Keeps what a satellite says of itself.
final class DescribeSatellite extends SqliteWrite<Integer> {
    private static final String DESCRIBE = """
            UPDATE satellite SET version = ?, platform = ?, group_name = ?, labels = ?, max_concurrent = ? WHERE id = ?
            """;

    private final @Nullable Object[] values;

    DescribeSatellite(SatelliteId id, SatelliteProfile profile) {
        super(true);
        this.values = SatelliteRow.description(id, profile);
    }

    @Override
    Integer run(Session session) throws SQLException {
        return session.update(DESCRIBE, values);
    }
}
