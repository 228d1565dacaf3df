package dev.perigee.store.postgres;

import dev.perigee.control.broadcast.Acceptance;
import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastDecision;
import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.broadcast.Tally;
import dev.perigee.control.command.Command;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.store.broadcast.BroadcastRow;
import dev.perigee.store.broadcast.BroadcastSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Broadcasts in PostgreSQL, beside the commands. Thread-safe. Each write is a transaction of its own.
final class PostgresBroadcastStore implements BroadcastStore {
    private final ConnectionPool pool;

    PostgresBroadcastStore(ConnectionPool pool) {
        this.pool = pool;
    }

    @Override
    public Acceptance insert(Broadcast broadcast, List<SatelliteId> members, int liveMax) {
        return pool.write(new InsertBroadcast(broadcast, members, liveMax));
    }

    @Override
    public Optional<Broadcast> find(BroadcastId id) {
        return pool.query(BroadcastRow::read, BroadcastSql.FIND, id.value()).stream()
                .findFirst();
    }

    @Override
    public Optional<Broadcast> keyed(String caller, String key, Instant now) {
        long since = now.minus(KEY_KEPT).toEpochMilli();
        return pool.query(BroadcastRow::read, BroadcastSql.FIND_BY_KEY, caller, key, since).stream()
                .findFirst();
    }

    @Override
    public List<Broadcast> live(int max) {
        return pool.query(BroadcastRow::read, BroadcastSql.LIVE, max);
    }

    @Override
    public List<Broadcast> list(@Nullable TeamName team, int max) {
        return team == null
                ? pool.query(BroadcastRow::read, BroadcastSql.LIST, max)
                : pool.query(BroadcastRow::read, BroadcastSql.LIST_OF_TEAM, team.value(), max);
    }

    @Override
    public List<SatelliteId> members(BroadcastId id, int from, int max) {
        int first = BroadcastRow.chunkOf(from);
        int last = BroadcastRow.chunkOf((long) from + max);
        List<String> chunks = pool.query(row -> row.getString(1), BroadcastSql.MEMBERS, id.value(), first, last);
        return BroadcastRow.members(chunks, from, max);
    }

    @Override
    public Tally tally(BroadcastId id) {
        record Count(int state, int commands, int succeeded) {}
        List<Count> counts = pool.query(
                row -> new Count(row.getInt(1), row.getInt(2), row.getInt(3)),
                CommandSql.TALLY,
                id.value(),
                id.value());
        Map<CommandState, Integer> states = new EnumMap<>(CommandState.class);
        counts.forEach(count -> states.merge(CommandCodes.state(count.state()), count.commands(), Integer::sum));
        return new Tally(states, counts.stream().mapToInt(Count::succeeded).sum());
    }

    @Override
    public List<Command> commands(BroadcastId id, @Nullable CommandState state, @Nullable SatelliteId after, int max) {
        String later = after == null ? "" : after.value();
        if (state == null) {
            return pool.query(
                    CommandRow::read, CommandSql.OF_BROADCAST, id.value(), later, max, id.value(), later, max, max);
        }
        int code = CommandCodes.of(state);
        int[] codes = {code, state == CommandState.QUEUED ? CommandCodes.HELD : code};
        return pool.query(
                CommandRow::read,
                CommandSql.OF_BROADCAST_IN,
                id.value(),
                later,
                codes,
                max,
                id.value(),
                later,
                codes,
                max,
                max);
    }

    @Override
    public List<Command> uncancelled(BroadcastId id, int max) {
        return pool.query(CommandRow::read, CommandSql.UNCANCELLED, id.value(), max);
    }

    @Override
    public boolean apply(BroadcastDecision.Move move, List<Command> created) {
        List<InsertCommand> inserts = created.stream().map(InsertCommand::new).toList();
        return pool.write(connection -> apply(connection, move, inserts));
    }

    @Override
    public int prune(Instant endedBefore, int max) {
        List<String> old = pool.query(row -> row.getString(1), BroadcastSql.PRUNABLE, endedBefore.toEpochMilli(), max);
        return old.isEmpty() ? 0 : pool.write(connection -> prune(connection, old));
    }

    private static boolean apply(Connection connection, BroadcastDecision.Move move, List<InsertCommand> inserts)
            throws SQLException {
        if (ConnectionPool.update(connection, BroadcastSql.MOVE, BroadcastRow.move(move)) == 0) {
            return false;
        }
        if (!inserts.isEmpty()) {
            Pipeline.run(connection, List.of(new InsertStep(inserts)));
            if (!inserts.stream().allMatch(InsertCommand::accepted)) {
                throw new IllegalArgumentException("a command id is taken");
            }
        }
        return true;
    }

    private static int prune(Connection connection, List<String> ids) throws SQLException {
        int pruned = 0;
        for (String id : ids) {
            ConnectionPool.update(connection, BroadcastSql.PRUNE_MEMBERS, id);
            pruned += ConnectionPool.update(connection, BroadcastSql.PRUNE, id);
        }
        return pruned;
    }
}
