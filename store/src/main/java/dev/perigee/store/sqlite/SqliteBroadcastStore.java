package dev.perigee.store.sqlite;

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
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Broadcasts in SQLite, beside the commands. Thread-safe. JSON is written and read on the caller's thread, so that
/// the writer only writes.
final class SqliteBroadcastStore implements BroadcastStore {
    private final GroupCommitWriter writer;
    private final ReadPool reads;

    SqliteBroadcastStore(GroupCommitWriter writer, ReadPool reads) {
        this.writer = writer;
        this.reads = reads;
    }

    @Override
    public Acceptance insert(Broadcast broadcast, List<SatelliteId> members, int liveMax) {
        return writer.write(new InsertBroadcast(broadcast, members, liveMax));
    }

    @Override
    public Optional<Broadcast> find(BroadcastId id) {
        return reads.read(session -> session.first(BroadcastRow::read, BroadcastSql.FIND, id.value()));
    }

    @Override
    public Optional<Broadcast> keyed(String caller, String key, Instant now) {
        long since = now.minus(KEY_KEPT).toEpochMilli();
        return reads.read(session -> session.first(BroadcastRow::read, BroadcastSql.FIND_BY_KEY, caller, key, since));
    }

    @Override
    public List<Broadcast> live(int max) {
        return reads.read(session -> session.query(BroadcastRow::read, BroadcastSql.LIVE, max));
    }

    @Override
    public List<Broadcast> list(@Nullable TeamName team, int max) {
        return reads.read(session -> team == null
                ? session.query(BroadcastRow::read, BroadcastSql.LIST, max)
                : session.query(BroadcastRow::read, BroadcastSql.LIST_OF_TEAM, team.value(), max));
    }

    @Override
    public List<SatelliteId> members(BroadcastId id, int from, int max) {
        int first = BroadcastRow.chunkOf(from);
        int last = BroadcastRow.chunkOf((long) from + max);
        List<String> chunks = reads.read(
                session -> session.query(row -> row.getString(1), BroadcastSql.MEMBERS, id.value(), first, last));
        return BroadcastRow.members(chunks, from, max);
    }

    @Override
    public Tally tally(BroadcastId id) {
        record Count(String state, int commands, int succeeded) {}
        List<Count> counts = reads.read(session -> session.query(
                row -> new Count(row.getString(1), row.getInt(2), row.getInt(3)), CommandSql.TALLY, id.value()));
        Map<CommandState, Integer> states = new EnumMap<>(CommandState.class);
        counts.forEach(count -> states.merge(CommandRow.state(count.state()), count.commands(), Integer::sum));
        return new Tally(states, counts.stream().mapToInt(Count::succeeded).sum());
    }

    @Override
    public List<Command> commands(BroadcastId id, @Nullable CommandState state, @Nullable SatelliteId after, int max) {
        String later = after == null ? "" : after.value();
        if (state == null) {
            return reads.read(
                    session -> session.query(CommandRow::read, CommandSql.OF_BROADCAST, id.value(), later, max));
        }
        String held = state == CommandState.QUEUED ? CommandRow.HELD : state.wireName();
        return reads.read(session -> session.query(
                CommandRow::read, CommandSql.OF_BROADCAST_IN, id.value(), later, state.wireName(), held, max));
    }

    @Override
    public List<Command> uncancelled(BroadcastId id, int max) {
        return reads.read(session -> session.query(CommandRow::read, CommandSql.UNCANCELLED, id.value(), max));
    }

    @Override
    public boolean apply(BroadcastDecision.Move move, List<Command> created) {
        return writer.write(new MoveBroadcast(move, created));
    }

    @Override
    public int prune(Instant endedBefore, int max) {
        List<String> old = reads.read(session ->
                session.query(row -> row.getString(1), BroadcastSql.PRUNABLE, endedBefore.toEpochMilli(), max));
        return old.isEmpty() ? 0 : writer.write(new PruneBroadcasts(old));
    }
}
