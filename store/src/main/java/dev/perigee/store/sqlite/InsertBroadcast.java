package dev.perigee.store.sqlite;

import dev.perigee.control.broadcast.Acceptance;
import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.store.broadcast.BroadcastRow;
import dev.perigee.store.broadcast.BroadcastSql;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Adds a broadcast with its members, unless its caller's key leads to an earlier one or too many are under way.
final class InsertBroadcast extends SqliteWrite<Acceptance> {
    private final Broadcast broadcast;
    private final @Nullable Object[] row;
    private final List<String> chunks;
    private final int liveMax;

    InsertBroadcast(Broadcast broadcast, List<SatelliteId> members, int liveMax) {
        super(true);
        this.broadcast = broadcast;
        this.row = BroadcastRow.insert(broadcast);
        this.chunks = BroadcastRow.chunks(members);
        this.liveMax = liveMax;
    }

    @Override
    Acceptance run(Session session) throws SQLException {
        Optional<Broadcast> first = earlier(session);
        if (first.isPresent()) {
            return new Acceptance.Repeated(first.get());
        }
        if (session.first(count -> count.getInt(1), BroadcastSql.COUNT_LIVE).orElse(0) >= liveMax) {
            return new Acceptance.Full(liveMax);
        }
        if (session.update(BroadcastSql.INSERT, row) == 0) {
            throw new IllegalArgumentException("broadcast id " + broadcast.id() + " is taken");
        }
        for (int i = 0; i < chunks.size(); i++) {
            session.update(BroadcastSql.INSERT_MEMBERS, broadcast.id().value(), i, chunks.get(i));
        }
        return new Acceptance.Accepted(broadcast);
    }

    private Optional<Broadcast> earlier(Session session) throws SQLException {
        Broadcast.Origin origin = broadcast.origin();
        String key = origin.idempotencyKey();
        if (key == null) {
            return Optional.empty();
        }
        long since = origin.submittedAt().minus(BroadcastStore.KEY_KEPT).toEpochMilli();
        return session.first(BroadcastRow::read, BroadcastSql.FIND_BY_KEY, origin.caller(), key, since);
    }
}
