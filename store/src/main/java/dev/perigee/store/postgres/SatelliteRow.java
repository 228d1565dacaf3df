package dev.perigee.store.postgres;

import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.delivery.DeliveryKey;
import dev.perigee.protocol.registration.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A satellite as a row, there and back. Times are cut to the millisecond.
final class SatelliteRow {
    private SatelliteRow() {}

    static @Nullable Object[] values(Satellite satellite) {
        return new @Nullable Object[] {
            satellite.id().value(),
            satellite.profile().version(),
            satellite.profile().platform(),
            satellite.secret().hex(),
            satellite.deliveryKey().bytes(),
            satellite.registeredAt().toEpochMilli(),
            satellite.lastSeen().map(Instant::toEpochMilli).orElse(null)
        };
    }

    static Satellite read(ResultSet row) throws SQLException {
        long millis = row.getLong(7);
        Instant lastSeen = row.wasNull() ? null : Instant.ofEpochMilli(millis);
        return new Satellite(
                new SatelliteId(row.getString(1)),
                new Satellite.Profile(row.getString(2), row.getString(3)),
                new Digest(row.getString(4)),
                DeliveryKey.of(row.getBytes(5)),
                Instant.ofEpochMilli(row.getLong(6)),
                lastSeen);
    }
}
