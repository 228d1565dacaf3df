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
import java.util.Optional;

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
        return writer.write(new ApplyMoves(moves));
    }

    @Override
    public List<Command> leaseOver(Instant now, int max) {
        return due(CommandState.LEASED, now, max);
    }

    @Override
    public List<Command> timeToLiveOver(Instant now, int max) {
        return due(CommandState.QUEUED, now, max);
    }

    @Override
    public List<Command> executionOver(Instant now, int max) {
        return due(CommandState.ACKNOWLEDGED, now, max);
    }

    @Override
    public List<Command> list(CommandQuery query) {
        CommandSql.Listing listing = CommandSql.Listing.of(query);
        return reads.read(session ->
                session.query(CommandRow::read, listing.sql(), listing.values().toArray()));
    }

    private List<Command> due(CommandState state, Instant now, int max) {
        return reads.read(
                session -> session.query(CommandRow::read, CommandSql.DUE, state.wireName(), now.toEpochMilli(), max));
    }
}
