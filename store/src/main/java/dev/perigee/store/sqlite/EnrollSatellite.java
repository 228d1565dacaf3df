package dev.perigee.store.sqlite;

import dev.perigee.control.fleet.Enrollment;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.store.row.SatelliteRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Uses a token up and adds its satellite, or says why not.
final class EnrollSatellite extends SqliteWrite<Enrollment> {
    private static final String FIND_TOKEN =
            "SELECT expires_at, only_satellite, used_at FROM registration_token WHERE digest = ?";
    private static final String USE_TOKEN = "UPDATE registration_token SET used_at = ? WHERE digest = ?";
    private static final String FIND_SATELLITE = "SELECT 1 FROM satellite WHERE id = ?";
    private static final String PUT_SATELLITE = """
            INSERT OR REPLACE INTO satellite
                (id, version, platform, secret_digest, delivery_key, registered_at, last_seen_at,
                 group_name, labels, max_concurrent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final Digest digest;
    private final Satellite satellite;
    private final Instant now;

    private record Token(long expiresAt, @Nullable String onlySatellite, boolean used) {}

    EnrollSatellite(Digest digest, Satellite satellite, Instant now) {
        super(true);
        this.digest = digest;
        this.satellite = satellite;
        this.now = now;
    }

    @Override
    Enrollment run(Session session) throws SQLException {
        Enrollment outcome = judge(session);
        if (outcome instanceof Enrollment.Enrolled) {
            session.update(USE_TOKEN, now.toEpochMilli(), digest.hex());
            session.update(PUT_SATELLITE, SatelliteRow.values(satellite));
        }
        return outcome;
    }

    private Enrollment judge(Session session) throws SQLException {
        Optional<Token> found = session.first(
                row -> new Token(row.getLong(1), row.getString(2), row.getObject(3) != null), FIND_TOKEN, digest.hex());
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
        String id = satellite.id().value();
        String only = token.onlySatellite();
        if (only != null && !only.equals(id)) {
            return new Enrollment.TokenForOther(new SatelliteId(only));
        }
        if (only == null
                && session.first(row -> row.getInt(1), FIND_SATELLITE, id).isPresent()) {
            return new Enrollment.IdTaken();
        }
        return new Enrollment.Enrolled();
    }
}
