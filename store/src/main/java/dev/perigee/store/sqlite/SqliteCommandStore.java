package dev.perigee.store.sqlite;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Decision;
import dev.perigee.control.command.Insertion;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Commands in SQLite. Thread-safe. JSON is written and read on the caller's thread, so that the writer only
/// writes.
final class SqliteCommandStore implements CommandStore {
    /// How far into the history one pruning looks, in times of what it may delete: commands that have to stay
    /// must not make it look at all of them.
    private static final long PRUNE_WINDOW = 10;

    private final GroupCommitWriter writer;
    private final ReadPool reads;

    SqliteCommandStore(GroupCommitWriter writer, ReadPool reads) {
        this.writer = writer;
        this.reads = reads;
    }

    @Override
    public Insertion insert(Command command) {
        return writer.write(new InsertCommand(command));
    }

    @Override
    public Optional<Command> find(CommandId id) {
        return reads.read(session -> session.first(CommandRow::read, CommandSql.FIND, id.value()));
    }

    @Override
    public List<Command> findAll(List<CommandId> ids) {
        if (ids.size() <= 1) {
            return ids.stream().flatMap(id -> find(id).stream()).toList();
        }
        String json = Json.WIRE.text(ids);
        return query(CommandSql.FIND_ALL, json);
    }

    @Override
    public List<Command> queued(SatelliteId satellite, int max) {
        return query(CommandSql.QUEUED, satellite.value(), max);
    }

    @Override
    public List<Boolean> apply(List<Decision.Move> moves) {
        if (moves.isEmpty()) {
            return List.of();
        }
        return writer.write(new ApplyMoves(moves));
    }

    @Override
    public long queuedBefore(Command command) {
        String id = command.id().value();
        return reads.read(session -> session.first(row -> row.getLong(1), CommandSql.QUEUED_BEFORE, id))
                .orElse(0L);
    }

    @Override
    public Map<SatelliteId, Long> queueDepths() {
        record Depth(SatelliteId satellite, long commands) {}
        List<Depth> depths = reads.read(session -> session.query(
                row -> new Depth(new SatelliteId(row.getString(1)), row.getLong(2)), CommandSql.QUEUE_DEPTHS));
        return depths.stream().collect(Collectors.toMap(Depth::satellite, Depth::commands));
    }

    @Override
    public List<Command> cancelling(int max) {
        return query(CommandSql.CANCELLING, max);
    }

    @Override
    public List<Command> holdOver(Instant now, int max) {
        return query(CommandSql.DUE, CommandRow.HELD, now.toEpochMilli(), max);
    }

    @Override
    public List<Command> leaseOver(Instant now, int max) {
        return query(CommandSql.DUE_WITH_ATTEMPTS_LEFT, now.toEpochMilli(), max);
    }

    @Override
    public List<Command> lastLeaseOver(Instant now, int max) {
        return query(CommandSql.DUE_WITHOUT_ATTEMPTS_LEFT, now.toEpochMilli(), max);
    }

    @Override
    public List<Command> timeToLiveOver(Instant now, int max) {
        return query(CommandSql.DUE, CommandState.QUEUED.wireName(), now.toEpochMilli(), max);
    }

    @Override
    public List<Command> executionOver(Instant now, int max) {
        return query(CommandSql.DUE, CommandState.ACKNOWLEDGED.wireName(), now.toEpochMilli(), max);
    }

    @Override
    public List<Command> list(CommandQuery query) {
        CommandSql.Listing listing = CommandSql.Listing.of(query);
        return query(listing.sql(), listing.values().toArray());
    }

    @Override
    public int prune(CommandState state, Instant endedBefore, Instant now, int max) {
        List<Long> old = reads.read(session -> session.query(
                row -> row.getLong(1),
                CommandSql.PRUNABLE,
                state.wireName(),
                PRUNE_WINDOW * max,
                endedBefore.toEpochMilli(),
                now.toEpochMilli(),
                max));
        return old.isEmpty() ? 0 : writer.write(new PruneCommands(old));
    }

    private List<Command> query(String sql, Object... values) {
        return reads.read(session -> session.query(CommandRow::read, sql, values));
    }
}
