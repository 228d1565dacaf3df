package dev.perigee.store.fleet;

import dev.perigee.control.fleet.Enrollment;
import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.RegistrationToken;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.store.sql.Transactions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Satellites and registration tokens in SQL. Thread-safe.
public final class SqlFleetStore implements FleetStore {
    /// So many are written down at once; a whole fleet in one transaction would hold up everybody's commands.
    /// What was written before a failure stays, which does no harm: it is the truth, and the caller writes it
    /// again.
    private static final int SEEN_BATCH = 500;

    private static final String ADD_TOKEN = """
            INSERT INTO registration_token (digest, expires_at, only_satellite, team) VALUES (?, ?, ?, ?)
            ON CONFLICT (digest) DO NOTHING
            """;
    private static final String SELECT = """
            SELECT id, version, platform, secret_digest, registered_at, last_seen_at,
                   group_name, labels, max_concurrent, team, signing_key
            FROM satellite
            """;
    private static final String FIND = SELECT + "WHERE id = ?";
    private static final String LIST = SELECT + "ORDER BY id";
    private static final String DESCRIBE = """
            UPDATE satellite SET version = ?, platform = ?, group_name = ?, labels = ?, max_concurrent = ? WHERE id = ?
            """;
    private static final String SAW = "UPDATE satellite SET last_seen_at = ? WHERE id = ?";

    private final Transactions database;

    public SqlFleetStore(Transactions database) {
        this.database = database;
    }

    @Override
    public void addToken(RegistrationToken token) {
        String only = token.satellite().map(SatelliteId::value).orElse(null);
        int added = database.write(statements -> statements.update(
                ADD_TOKEN,
                token.digest().hex(),
                token.expiresAt().toEpochMilli(),
                only,
                SatelliteRow.text(token.team())));
        if (added == 0) {
            throw new IllegalArgumentException("this registration token exists already");
        }
    }

    @Override
    public Enrollment enroll(Digest digest, Satellite satellite, Instant now) {
        return database.write(new EnrollSatellite(digest, satellite, now));
    }

    @Override
    public Optional<Satellite> find(SatelliteId id) {
        return database.read(statements -> statements.first(SatelliteRow::read, FIND, id.value()));
    }

    @Override
    public List<Satellite> list() {
        return database.read(statements -> statements.query(SatelliteRow::read, LIST));
    }

    @Override
    public void describe(SatelliteId id, SatelliteProfile profile) {
        int _ = database.write(statements -> statements.update(DESCRIBE, SatelliteRow.description(id, profile)));
    }

    @Override
    public void keepLastSeen(Map<SatelliteId, Instant> lastSeen) {
        List<@Nullable Object[]> rows = lastSeen.entrySet().stream()
                .map(seen -> new @Nullable Object[] {
                    seen.getValue().toEpochMilli(), seen.getKey().value()
                })
                .toList();
        for (int from = 0; from < rows.size(); from += SEEN_BATCH) {
            List<@Nullable Object[]> some = rows.subList(from, Math.min(from + SEEN_BATCH, rows.size()));
            int _ = database.writeLazily(statements -> {
                statements.updateAll(SAW, some);
                return some.size();
            });
        }
    }
}
