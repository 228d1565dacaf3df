package dev.perigee.store.postgres;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Decision;
import dev.perigee.control.command.Insertion;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.store.commit.Lane;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Commands in PostgreSQL. Thread-safe. What comes at the same time shares round trips and commits.
final class PostgresCommandStore implements CommandStore {
    /// How far into the history one pruning looks, in times of what it may delete: commands that have to stay
    /// must not make it look at all of them.
    private static final long PRUNE_WINDOW = 10;

    private final Lanes lanes;
    private final ConnectionPool pool;

    /// The ways in: writes that wait for the disk, those that do not, and reads.
    record Lanes(Lane<CommandWrite<?>> durable, Lane<CommandWrite<?>> lazy, Lane<CommandRead> reads) {}

    PostgresCommandStore(Lanes lanes, ConnectionPool pool) {
        this.lanes = lanes;
        this.pool = pool;
    }

    @Override
    public Insertion insert(Command command) {
        InsertCommand insert = new InsertCommand(command);
        lanes.durable().run(insert);
        return insert.result();
    }

    @Override
    public Optional<Command> find(CommandId id) {
        return findAll(List.of(id)).stream().findFirst();
    }

    @Override
    public List<Command> findAll(List<CommandId> ids) {
        return ids.isEmpty() ? List.of() : read(new CommandRead.Find(ids));
    }

    @Override
    public List<Command> queued(SatelliteId satellite, int max) {
        return read(new CommandRead.Queued(satellite, max));
    }

    @Override
    public List<Boolean> apply(List<Decision.Move> moves) {
        if (moves.isEmpty()) {
            return List.of();
        }
        boolean durable = moves.stream().anyMatch(Decision.Move::mustBeDurable);
        ApplyMoves apply = new ApplyMoves(moves);
        (durable ? lanes.durable() : lanes.lazy()).run(apply);
        return apply.result();
    }

    @Override
    public long queuedBefore(Command command) {
        return pool.query(
                        row -> row.getLong(1),
                        CommandSql.QUEUED_BEFORE,
                        command.id().value())
                .getFirst();
    }

    @Override
    public Map<SatelliteId, Long> queueDepths() {
        record Depth(SatelliteId satellite, long commands) {}
        return pool
                .query(row -> new Depth(new SatelliteId(row.getString(1)), row.getLong(2)), CommandSql.QUEUE_DEPTHS)
                .stream()
                .collect(Collectors.toMap(Depth::satellite, Depth::commands));
    }

    @Override
    public List<Command> cancelling(int max) {
        return pool.query(CommandRow::read, CommandSql.CANCELLING, max);
    }

    @Override
    public List<Command> holdOver(Instant now, int max) {
        return due(CommandCodes.HELD, now, max);
    }

    @Override
    public List<Command> leaseOver(Instant now, int max) {
        return pool.query(CommandRow::read, CommandSql.DUE_WITH_ATTEMPTS_LEFT, now.toEpochMilli(), max);
    }

    @Override
    public List<Command> lastLeaseOver(Instant now, int max) {
        return pool.query(CommandRow::read, CommandSql.DUE_WITHOUT_ATTEMPTS_LEFT, now.toEpochMilli(), max);
    }

    @Override
    public List<Command> timeToLiveOver(Instant now, int max) {
        return due(CommandCodes.QUEUED, now, max);
    }

    @Override
    public List<Command> executionOver(Instant now, int max) {
        return due(CommandCodes.ACKNOWLEDGED, now, max);
    }

    @Override
    public List<Command> list(CommandQuery query) {
        Listing listing = Listing.of(query);
        return pool.query(CommandRow::read, listing.sql(), listing.values().toArray());
    }

    @Override
    public int prune(CommandState state, Instant endedBefore, Instant now, int max) {
        return pool.read(connection -> ConnectionPool.update(
                connection,
                CommandSql.PRUNE,
                CommandCodes.of(state),
                PRUNE_WINDOW * max,
                endedBefore.toEpochMilli(),
                now.toEpochMilli(),
                max));
    }

    private List<Command> due(int state, Instant now, int max) {
        return pool.query(CommandRow::read, CommandSql.DUE, state, now.toEpochMilli(), max);
    }

    private List<Command> read(CommandRead read) {
        lanes.reads().run(read);
        return read.result();
    }
}
