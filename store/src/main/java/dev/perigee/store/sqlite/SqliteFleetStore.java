package dev.perigee.store.sqlite;

import dev.perigee.control.fleet.Enrollment;
import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.RegistrationToken;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.store.row.SatelliteRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Satellites and registration tokens in SQLite. Thread-safe.
final class SqliteFleetStore implements FleetStore {
    /// So many are written down at once; a whole fleet in one transaction would hold up everybody's commands.
    /// What was written before a failure stays, which does no harm: it is the truth, and the caller writes it
    /// again.
    private static final int SEEN_BATCH = 500;

    private static final String SELECT = """
            SELECT id, version, platform, secret_digest, delivery_key, registered_at, last_seen_at,
                   group_name, labels, max_concurrent
            FROM satellite
            """;
    private static final String FIND = SELECT + "WHERE id = ?";
    private static final String LIST = SELECT + "ORDER BY id";

    private final GroupCommitWriter writer;
    private final ReadPool reads;

    SqliteFleetStore(GroupCommitWriter writer, ReadPool reads) {
        this.writer = writer;
        this.reads = reads;
    }

    @Override
    public void addToken(RegistrationToken token) {
        writer.write(new AddToken(token));
    }

    @Override
    public Enrollment enroll(Digest digest, Satellite satellite, Instant now) {
        return writer.write(new EnrollSatellite(digest, satellite, now));
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
        writer.write(new DescribeSatellite(id, profile));
    }

    @Override
    public void keepLastSeen(Map<SatelliteId, Instant> lastSeen) {
        List<Map.Entry<SatelliteId, Instant>> all = new ArrayList<>(lastSeen.entrySet());
        for (int from = 0; from < all.size(); from += SEEN_BATCH) {
            List<Map.Entry<SatelliteId, Instant>> some = all.subList(from, Math.min(from + SEEN_BATCH, all.size()));
            writer.write(new KeepLastSeen(some));
        }
    }
}
