package dev.perigee.store.postgres;

import dev.perigee.control.fleet.Enrollment;
import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.RegistrationToken;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.store.row.SatelliteRow;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Satellites and registration tokens in PostgreSQL. Thread-safe. Each write is a transaction of its own.
final class PostgresFleetStore implements FleetStore {
    private static final String ADD_TOKEN = """
            INSERT INTO registration_token (digest, expires_at, only_satellite) VALUES (?, ?, ?)
            ON CONFLICT (digest) DO NOTHING
            """;
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
    private static final String SAW = """
            UPDATE satellite s SET last_seen_at = seen.at FROM unnest(?::text[], ?::bigint[]) seen (id, at)
            WHERE s.id = seen.id
            """;

    private final ConnectionPool pool;

    PostgresFleetStore(ConnectionPool pool) {
        this.pool = pool;
    }

    @Override
    public void addToken(RegistrationToken token) {
        int added = pool.write(connection -> ConnectionPool.update(
                connection,
                ADD_TOKEN,
                token.digest().hex(),
                token.expiresAt().toEpochMilli(),
                token.satellite().map(SatelliteId::value).orElse(null)));
        if (added == 0) {
            throw new IllegalArgumentException("this registration token exists already");
        }
    }

    @Override
    public Enrollment enroll(Digest digest, Satellite satellite, Instant now) {
        return pool.write(new EnrollSatellite(digest, satellite, now));
    }

    @Override
    public Optional<Satellite> find(SatelliteId id) {
        return pool.query(SatelliteRow::read, FIND, id.value()).stream().findFirst();
    }

    @Override
    public List<Satellite> list() {
        return pool.query(SatelliteRow::read, LIST);
    }

    @Override
    public void describe(SatelliteId id, SatelliteProfile profile) {
        int _ = pool.write(
                connection -> ConnectionPool.update(connection, DESCRIBE, SatelliteRow.description(id, profile)));
    }

    @Override
    public void keepLastSeen(Map<SatelliteId, Instant> lastSeen) {
        if (!lastSeen.isEmpty()) {
            pool.read(connection -> saw(connection, lastSeen));
        }
    }

    private static int saw(Connection connection, Map<SatelliteId, Instant> lastSeen) throws SQLException {
        List<Map.Entry<SatelliteId, Instant>> all = List.copyOf(lastSeen.entrySet());
        Array ids = connection.createArrayOf(
                "text", all.stream().map(seen -> seen.getKey().value()).toArray());
        Array times = connection.createArrayOf(
                "bigint",
                all.stream().map(seen -> seen.getValue().toEpochMilli()).toArray());
        return ConnectionPool.update(connection, SAW, ids, times);
    }
}
