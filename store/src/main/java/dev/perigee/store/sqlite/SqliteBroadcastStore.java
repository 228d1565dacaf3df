package dev.perigee.store.sqlite;

import dev.perigee.control.broadcast.Acceptance;
import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastDecision;
import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.broadcast.Tally;
import dev.perigee.control.command.Command;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.json.Json;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Broadcasts in SQLite, beside the commands. Thread-safe. JSON is written and read on the caller's thread, so that
/// the writer only writes.
final class SqliteBroadcastStore implements BroadcastStore {
    static final int CHUNK = 500;

    private final GroupCommitWriter writer;
    private final ReadPool reads;

    SqliteBroadcastStore(GroupCommitWriter writer, ReadPool reads) {
        this.writer = writer;
        this.reads = reads;
    }

    @Override
    public Acceptance insert(Broadcast broadcast, List<SatelliteId> members, int liveMax) {
        @Nullable Object[] row = BroadcastRow.insert(broadcast);
        List<String> chunks = new ArrayList<>();
        for (int from = 0; from < members.size(); from += CHUNK) {
            chunks.add(Json.WIRE.text(members.subList(from, Math.min(from + CHUNK, members.size()))));
        }
        return writer.durably(session -> {
            Optional<Broadcast> first = keyed(session, broadcast.origin());
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
        });
    }

    @Override
    public Optional<Broadcast> find(BroadcastId id) {
        return reads.read(session -> session.first(BroadcastRow::read, BroadcastSql.FIND, id.value()));
    }

    @Override
    public Optional<Broadcast> keyed(String caller, String key, Instant now) {
        return reads.read(session -> keyed(session, caller, key, now));
    }

    @Override
    public List<Broadcast> live(int max) {
        return reads.read(session -> session.query(BroadcastRow::read, BroadcastSql.LIVE, max));
    }

    @Override
    public List<Broadcast> list(int max) {
        return reads.read(session -> session.query(BroadcastRow::read, BroadcastSql.LIST, max));
    }

    @Override
    public List<SatelliteId> members(BroadcastId id, int from, int max) {
        int first = from / CHUNK;
        long last = ((long) from + max - 1) / CHUNK;
        List<String> chunks = reads.read(
                session -> session.query(row -> row.getString(1), BroadcastSql.MEMBERS, id.value(), first, last));
        return chunks.stream()
                .flatMap(chunk -> Stream.of(Json.WIRE.read(chunk, SatelliteId[].class)))
                .skip(from - (long) first * CHUNK)
                .limit(max)
                .toList();
    }

    @Override
    public Tally tally(BroadcastId id) {
        record Count(String state, int commands, int succeeded) {}
        List<Count> counts = reads.read(session -> session.query(
                row -> new Count(row.getString(1), row.getInt(2), row.getInt(3)), BroadcastSql.TALLY, id.value()));
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
        @Nullable Object[] values = BroadcastRow.move(move);
        List<@Nullable Object[]> rows = created.stream().map(CommandRow::insert).toList();
        return writer.durably(session -> {
            if (session.update(BroadcastSql.MOVE, values) == 0) {
                return false;
            }
            for (@Nullable Object[] row : rows) {
                if (session.update(CommandSql.INSERT, row) == 0) {
                    throw new IllegalArgumentException("a command id is taken");
                }
            }
            return true;
        });
    }

    @Override
    public int prune(Instant endedBefore, int max) {
        List<String> old = reads.read(session ->
                session.query(row -> row.getString(1), BroadcastSql.PRUNABLE, endedBefore.toEpochMilli(), max));
        if (old.isEmpty()) {
            return 0;
        }
        return writer.lazily(session -> {
            int pruned = 0;
            for (String id : old) {
                session.update(BroadcastSql.PRUNE_MEMBERS, id);
                pruned += session.update(BroadcastSql.PRUNE, id);
            }
            return pruned;
        });
    }

    private static Optional<Broadcast> keyed(Session session, Broadcast.Origin origin) throws SQLException {
        String key = origin.idempotencyKey();
        return key == null ? Optional.empty() : keyed(session, origin.caller(), key, origin.submittedAt());
    }

    private static Optional<Broadcast> keyed(Session session, String caller, String key, Instant now)
            throws SQLException {
        long since = now.minus(KEY_KEPT).toEpochMilli();
        return session.first(BroadcastRow::read, BroadcastSql.FIND_BY_KEY, caller, key, since);
    }
}
