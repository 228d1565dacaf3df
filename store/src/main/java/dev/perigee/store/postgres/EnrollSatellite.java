package dev.perigee.store.postgres;

import dev.perigee.control.fleet.Enrollment;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.store.row.SatelliteRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Uses a token up and adds its satellite, or says why not. The token's row is locked meanwhile.
record EnrollSatellite(Digest digest, Satellite satellite, Instant now) implements ConnectionPool.Work<Enrollment> {
    private static final String FIND_TOKEN =
            "SELECT expires_at, only_satellite, used_at FROM registration_token WHERE digest = ? FOR UPDATE";
    private static final String USE_TOKEN = "UPDATE registration_token SET used_at = ? WHERE digest = ?";
    private static final String PUT_SATELLITE = """
            INSERT INTO satellite (id, version, platform, secret_digest, delivery_key, registered_at, last_seen_at,
                group_name, labels, max_concurrent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO\s""";
    private static final String UNLESS_THERE = PUT_SATELLITE + "NOTHING";
    private static final String OVER_WHAT_IS_THERE = PUT_SATELLITE + """
            UPDATE SET version = excluded.version, platform = excluded.platform,
                secret_digest = excluded.secret_digest, delivery_key = excluded.delivery_key,
                registered_at = excluded.registered_at, last_seen_at = excluded.last_seen_at,
                group_name = excluded.group_name, labels = excluded.labels, max_concurrent = excluded.max_concurrent
            """;

    private record Token(long expiresAt, @Nullable String onlySatellite, boolean used) {}

    @Override
    public Enrollment run(Connection connection) throws SQLException {
        Optional<Token> found = ConnectionPool.first(
                connection,
                row -> new Token(row.getLong(1), row.getString(2), row.getObject(3) != null),
                FIND_TOKEN,
                digest.hex());
        if (found.isEmpty()) {
            return new Enrollment.TokenUnknown();
        }
        Token token = found.get();
        if (token.used()) {
            return new Enrollment.TokenUsed();
        }
        if (token.expiresAt() <= now.toEpochMilli()) {
            return new Enrollment.TokenExpired();
        }
        String only = token.onlySatellite();
        if (only != null && !only.equals(satellite.id().value())) {
            return new Enrollment.TokenForOther(new SatelliteId(only));
        }
        String put = only == null ? UNLESS_THERE : OVER_WHAT_IS_THERE;
        if (ConnectionPool.update(connection, put, SatelliteRow.values(satellite)) == 0) {
            return new Enrollment.IdTaken();
        }
        ConnectionPool.update(connection, USE_TOKEN, now.toEpochMilli(), digest.hex());
        return new Enrollment.Enrolled();
    }
}
