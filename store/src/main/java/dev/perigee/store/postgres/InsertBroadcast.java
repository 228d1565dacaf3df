package dev.perigee.store.postgres;

import dev.perigee.control.broadcast.Acceptance;
import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.store.broadcast.BroadcastRow;
import dev.perigee.store.broadcast.BroadcastSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Adds a broadcast with its members, unless its caller's key leads to an earlier one or too many are under way. One at
/// a time, so that neither is overlooked.
record InsertBroadcast(Broadcast broadcast, List<SatelliteId> members, int liveMax)
        implements ConnectionPool.Work<Acceptance> {
    private static final String ONE_AT_A_TIME = "LOCK TABLE broadcast_members IN SHARE ROW EXCLUSIVE MODE";

    @Override
    public Acceptance run(Connection connection) throws SQLException {
        ConnectionPool.update(connection, ONE_AT_A_TIME);
        Optional<Broadcast> first = earlier(connection);
        if (first.isPresent()) {
            return new Acceptance.Repeated(first.get());
        }
        if (ConnectionPool.query(connection, count -> count.getInt(1), BroadcastSql.COUNT_LIVE)
                        .getFirst()
                >= liveMax) {
            return new Acceptance.Full(liveMax);
        }
        if (ConnectionPool.update(connection, BroadcastSql.INSERT, BroadcastRow.insert(broadcast)) == 0) {
            throw new IllegalArgumentException("broadcast id " + broadcast.id() + " is taken");
        }
        List<String> chunks = BroadcastRow.chunks(members);
        for (int i = 0; i < chunks.size(); i++) {
            ConnectionPool.update(
                    connection, BroadcastSql.INSERT_MEMBERS, broadcast.id().value(), i, chunks.get(i));
        }
        return new Acceptance.Accepted(broadcast);
    }

    private Optional<Broadcast> earlier(Connection connection) throws SQLException {
        Broadcast.Origin origin = broadcast.origin();
        String key = origin.idempotencyKey();
        if (key == null) {
            return Optional.empty();
        }
        long since = origin.submittedAt().minus(BroadcastStore.KEY_KEPT).toEpochMilli();
        return ConnectionPool.first(
                connection, BroadcastRow::read, BroadcastSql.FIND_BY_KEY, origin.caller(), key, since);
    }
}
