package dev.perigee.store.sqlite;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.control.command.Decision;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.json.Json;
import dev.perigee.store.row.PriorityCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A command as a row, there and back. Times are cut to the millisecond.
final class CommandRow {
    static final String HELD = "held";

    private CommandRow() {}

    /// The values of `CommandSql.INSERT`.
    static @Nullable Object[] insert(Command command) {
        Command.Terms terms = command.terms();
        Command.Origin origin = command.origin();
        CommandStatus status = command.status();
        return new @Nullable Object[] {
            command.id().value(),
            command.satellite().value(),
            origin.caller(),
            origin.idempotencyKey(),
            Json.WIRE.text(command.spec()),
            PriorityCode.of(terms.priority()),
            origin.submittedAt().toEpochMilli(),
            terms.expiresAt().toEpochMilli(),
            terms.timeout().toMillis(),
            terms.idempotent() ? 1 : 0,
            state(status),
            status.attempts(),
            status.changedAt().toEpochMilli(),
            dueAt(command),
            status.revision(),
            millis(terms.notBefore()),
            terms.attemptsMax(),
            origin.correlation(),
            origin.broadcast().map(BroadcastId::value).orElse(null),
            origin.deadLetter().map(CommandId::value).orElse(null)
        };
    }

    /// The values of `CommandSql.MOVE`.
    static @Nullable Object[] move(Decision.Move move) {
        CommandStatus after = move.after();
        return new @Nullable Object[] {
            state(after),
            after.attempts(),
            after.changedAt().toEpochMilli(),
            dueAt(move.moved()),
            after.revision(),
            after.cancelRequest().map(wish -> wish.at().toEpochMilli()).orElse(null),
            after.cancelRequest().map(CommandStatus.CancelRequest::caller).orElse(null),
            after.reason(),
            after.outcome() instanceof Result.Completed completed ? completed.exitCode() : null,
            move.before().id().value(),
            move.before().status().revision()
        };
    }

    /// Reads a row with the columns in the order of `CommandSql`.
    static Command read(ResultSet row) throws SQLException {
        String broadcast = row.getString(20);
        String deadLetter = row.getString(21);
        return new Command(
                new CommandId(row.getString(1)),
                new SatelliteId(row.getString(2)),
                Json.WIRE.read(row.getString(5), CommandSpec.class),
                new Command.Terms(
                        PriorityCode.priority(row.getInt(6)),
                        instant(row, 17),
                        Instant.ofEpochMilli(row.getLong(8)),
                        Duration.ofMillis(row.getLong(9)),
                        row.getInt(18),
                        row.getInt(10) == 1),
                new Command.Origin(
                        row.getString(3),
                        Instant.ofEpochMilli(row.getLong(7)),
                        row.getString(4),
                        row.getString(19),
                        broadcast == null ? null : new BroadcastId(broadcast),
                        deadLetter == null ? null : new CommandId(deadLetter)),
                readStatus(row));
    }

    /// The state as it is kept: a queued command that is held back has one of its own.
    static String state(CommandStatus status) {
        return status.heldUntil().isPresent() ? HELD : status.state().wireName();
    }

    /// The state that is kept as `name`.
    static CommandState state(String name) {
        return HELD.equals(name) ? CommandState.QUEUED : CommandState.of(name);
    }

    private static CommandStatus readStatus(ResultSet row) throws SQLException {
        String name = row.getString(11);
        boolean held = HELD.equals(name);
        CommandState state = state(name);
        Instant until = held || state == CommandState.LEASED ? instant(row, 14) : null;
        Instant cancelAt = instant(row, 22);
        byte[] json = row.getBytes(16);
        return new CommandStatus(
                state,
                row.getInt(12),
                Instant.ofEpochMilli(row.getLong(13)),
                until,
                cancelAt == null ? null : new CommandStatus.CancelRequest(cancelAt, row.getString(23)),
                row.getString(24),
                json == null ? null : Json.WIRE.read(json, Result.class),
                row.getInt(15));
    }

    /// When the upkeep must look at it if nothing else happens to it.
    private static @Nullable Long dueAt(Command command) {
        CommandStatus status = command.status();
        return switch (status.state()) {
            case QUEUED ->
                status.heldUntil().orElse(command.terms().expiresAt()).toEpochMilli();
            case LEASED -> status.leaseUntil().orElseThrow().toEpochMilli();
            case ACKNOWLEDGED ->
                status.changedAt().toEpochMilli() + command.terms().timeout().toMillis();
            case COMPLETED, FAILED, TIMED_OUT, INTERRUPTED, EXPIRED, CANCELLED, DEAD_LETTERED -> null;
        };
    }

    static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
