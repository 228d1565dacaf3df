package dev.perigee.store.sqlite;

import dev.perigee.store.broadcast.BroadcastSql;
import java.sql.SQLException;
import java.util.List;

/// Deletes ended broadcasts with their members.
final class PruneBroadcasts extends SqliteWrite<Integer> {
    private final List<String> ids;

    PruneBroadcasts(List<String> ids) {
        super(false);
        this.ids = ids;
    }

    @Override
    Integer run(Session session) throws SQLException {
        int pruned = 0;
        for (String id : ids) {
            session.update(BroadcastSql.PRUNE_MEMBERS, id);
            pruned += session.update(BroadcastSql.PRUNE, id);
        }
        return pruned;
    }
}
