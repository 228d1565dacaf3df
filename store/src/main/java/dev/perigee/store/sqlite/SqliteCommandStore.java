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
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Commands in SQLite. Thread-safe. JSON is written and read on the caller's thread, so that the writer only writes.
final class SqliteCommandStore implements CommandStore {
    private final GroupCommitWriter writer;
    private final ReadPool reads;

    SqliteCommandStore(GroupCommitWriter writer, ReadPool reads) {
        this.writer = writer;
        this.reads = reads;
    }

    @Override
    public Insertion insert(Command command) {
        @Nullable Object[] row = CommandRow.insert(command);
        return writer.durably(session -> insert(session, command, row));
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
        return reads.read(session -> session.query(CommandRow::read, CommandSql.FIND_ALL, json));
    }

    @Override
    public List<Command> queued(SatelliteId satellite, int max) {
        return reads.read(session -> session.query(CommandRow::read, CommandSql.QUEUED, satellite.value(), max));
    }

    @Override
    public List<Boolean> apply(List<Decision.Move> moves) {
        if (moves.isEmpty()) {
            return List.of();
        }
        List<MoveRow> rows = moves.stream().map(MoveRow::of).toList();
        GroupCommitWriter.Unit<List<Boolean>> unit = session -> apply(session, rows);
        boolean durable = moves.stream().anyMatch(Decision.Move::mustBeDurable);
        return durable ? writer.durably(unit) : writer.lazily(unit);
    }

    @Override
    public long queuedBefore(Command command) {
        return reads.read(session -> session.first(
                        row -> row.getLong(1),
                        CommandSql.QUEUED_BEFORE,
                        command.id().value()))
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
        return reads.read(session -> session.query(CommandRow::read, CommandSql.CANCELLING, max));
    }

    @Override
    public List<Command> holdOver(Instant now, int max) {
        return due(CommandRow.HELD, now, max);
    }

    @Override
    public List<Command> leaseOver(Instant now, int max) {
        return reads.read(
                session -> session.query(CommandRow::read, CommandSql.DUE_WITH_ATTEMPTS_LEFT, now.toEpochMilli(), max));
    }

    @Override
    public List<Command> lastLeaseOver(Instant now, int max) {
        return reads.read(session ->
                session.query(CommandRow::read, CommandSql.DUE_WITHOUT_ATTEMPTS_LEFT, now.toEpochMilli(), max));
    }

    @Override
    public List<Command> timeToLiveOver(Instant now, int max) {
        return due(CommandState.QUEUED.wireName(), now, max);
    }

    @Override
    public List<Command> executionOver(Instant now, int max) {
        return due(CommandState.ACKNOWLEDGED.wireName(), now, max);
    }

    @Override
    public List<Command> list(CommandQuery query) {
        CommandSql.Listing listing = CommandSql.Listing.of(query);
        return reads.read(session ->
                session.query(CommandRow::read, listing.sql(), listing.values().toArray()));
    }

    @Override
    public int prune(CommandState state, Instant endedBefore, Instant now, int max) {
        List<Long> old = reads.read(session -> session.query(
                row -> row.getLong(1),
                CommandSql.PRUNABLE,
                state.wireName(),
                endedBefore.toEpochMilli(),
                now.toEpochMilli(),
                max));
        String json = Json.WIRE.text(old);
        return old.isEmpty() ? 0 : writer.lazily(session -> prune(session, json));
    }

    private List<Command> due(String state, Instant now, int max) {
        return reads.read(session -> session.query(CommandRow::read, CommandSql.DUE, state, now.toEpochMilli(), max));
    }

    private static int prune(Session session, String seqs) throws SQLException {
        session.update(CommandSql.PRUNE_RESULTS, seqs);
        session.update(CommandSql.PRUNE_KEYS, seqs);
        return session.update(CommandSql.PRUNE, seqs);
    }

    private static Insertion insert(Session session, Command command, @Nullable Object[] row) throws SQLException {
        Command.Origin origin = command.origin();
        long submittedAt = origin.submittedAt().toEpochMilli();
        String key = origin.idempotencyKey();
        if (key != null) {
            Optional<Command> first =
                    session.first(CommandRow::read, CommandSql.FIND_BY_KEY, origin.caller(), key, submittedAt);
            if (first.isPresent()) {
                return new Insertion.Repeated(first.get());
            }
        }
        if (origin.deadLetter().isPresent()) {
            Optional<Command> first = session.first(
                    CommandRow::read,
                    CommandSql.FIND_REDRIVE,
                    origin.deadLetter().get().value());
            if (first.isPresent()) {
                return new Insertion.Repeated(first.get());
            }
        }
        if (session.update(CommandSql.INSERT, row) == 0) {
            throw new IllegalArgumentException("command id " + command.id() + " is taken");
        }
        if (key != null) {
            session.update(CommandSql.KEEP_KEY, origin.caller(), key, submittedAt + KEY_KEPT.toMillis());
        }
        return new Insertion.Accepted(command);
    }

    private static List<Boolean> apply(Session session, List<MoveRow> rows) throws SQLException {
        List<Boolean> applied = new ArrayList<>(rows.size());
        for (MoveRow row : rows) {
            boolean unchanged = session.update(CommandSql.MOVE, row.values()) == 1;
            if (unchanged && row.result() != null) {
                session.update(CommandSql.KEEP_RESULT, row.result(), row.id());
            }
            applied.add(unchanged);
        }
        return applied;
    }

    /// A move made ready for the writer. The arrays are made here and only read.
    @SuppressWarnings("ArrayRecordComponent")
    private record MoveRow(String id, @Nullable Object[] values, byte @Nullable [] result) {
        static MoveRow of(Decision.Move move) {
            return new MoveRow(
                    move.before().id().value(),
                    CommandRow.move(move),
                    move.after().result().map(Json.WIRE::bytes).orElse(null));
        }
    }
}
