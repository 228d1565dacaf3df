package dev.perigee.store.sqlite;

import dev.perigee.control.fleet.Enrollment;
import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.RegistrationToken;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Satellites and registration tokens in SQLite. Thread-safe.
final class SqliteFleetStore implements FleetStore {
    /// So many are written down at once; a whole fleet in one transaction would hold up everybody's commands. What was
    /// written before a failure stays, which does no harm: it is the truth, and the caller writes it again.
    private static final int SEEN_BATCH = 500;

    private static final String ADD_TOKEN = """
            INSERT INTO registration_token (digest, expires_at, only_satellite) VALUES (?, ?, ?)
            ON CONFLICT (digest) DO NOTHING
            """;
    private static final String FIND_TOKEN =
            "SELECT expires_at, only_satellite, used_at FROM registration_token WHERE digest = ?";
    private static final String USE_TOKEN = "UPDATE registration_token SET used_at = ? WHERE digest = ?";

    private static final String SELECT = """
            SELECT id, version, platform, secret_digest, delivery_key, registered_at, last_seen_at,
                   group_name, labels, max_concurrent
            FROM satellite
            """;
    private static final String FIND = SELECT + "WHERE id = ?";
    private static final String LIST = SELECT + "ORDER BY id";
    private static final String DESCRIBE = """
            UPDATE satellite SET version = ?, platform = ?, group_name = ?, labels = ?, max_concurrent = ? WHERE id = ?
            """;
    private static final String SAW = "UPDATE satellite SET last_seen_at = ? WHERE id = ?";
    private static final String PUT = """
            INSERT OR REPLACE INTO satellite
                (id, version, platform, secret_digest, delivery_key, registered_at, last_seen_at,
                 group_name, labels, max_concurrent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final GroupCommitWriter writer;
    private final ReadPool reads;

    private record Token(long expiresAt, @Nullable String onlySatellite, boolean used) {}

    SqliteFleetStore(GroupCommitWriter writer, ReadPool reads) {
        this.writer = writer;
        this.reads = reads;
    }

    @Override
    public void addToken(RegistrationToken token) {
        String only = token.satellite().map(SatelliteId::value).orElse(null);
        writer.durably(session -> {
            int added = session.update(
                    ADD_TOKEN, token.digest().hex(), token.expiresAt().toEpochMilli(), only);
            if (added == 0) {
                throw new IllegalArgumentException("this registration token exists already");
            }
            return added;
        });
    }

    @Override
    public Enrollment enroll(Digest digest, Satellite satellite, Instant now) {
        return writer.durably(session -> {
            Enrollment outcome = judge(session, digest, satellite.id(), now);
            if (outcome instanceof Enrollment.Enrolled) {
                session.update(USE_TOKEN, now.toEpochMilli(), digest.hex());
                session.update(PUT, SatelliteRow.values(satellite));
            }
            return outcome;
        });
    }

    @Override
    public Optional<Satellite> find(SatelliteId id) {
        return reads.read(session -> session.first(SatelliteRow::read, FIND, id.value()));
    }

    @Override
    public List<Satellite> list() {
        return reads.read(session -> session.query(SatelliteRow::read, LIST));
    }

    @Override
    public void describe(SatelliteId id, SatelliteProfile profile) {
        @Nullable Object[] values = SatelliteRow.description(id, profile);
        writer.durably(session -> session.update(DESCRIBE, values));
    }

    @Override
    public void keepLastSeen(Map<SatelliteId, Instant> lastSeen) {
        List<Map.Entry<SatelliteId, Instant>> all = new ArrayList<>(lastSeen.entrySet());
        for (int from = 0; from < all.size(); from += SEEN_BATCH) {
            List<Map.Entry<SatelliteId, Instant>> some = all.subList(from, Math.min(from + SEEN_BATCH, all.size()));
            writer.lazily(session -> {
                for (Map.Entry<SatelliteId, Instant> seen : some) {
                    session.update(
                            SAW, seen.getValue().toEpochMilli(), seen.getKey().value());
                }
                return some.size();
            });
        }
    }

    private static Enrollment judge(Session session, Digest digest, SatelliteId id, Instant now) throws SQLException {
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
        String only = token.onlySatellite();
        if (only != null && !only.equals(id.value())) {
            return new Enrollment.TokenForOther(new SatelliteId(only));
        }
        if (only == null && session.first(SatelliteRow::read, FIND, id.value()).isPresent()) {
            return new Enrollment.IdTaken();
        }
        return new Enrollment.Enrolled();
    }
}
