package dev.perigee.store.sqlite;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.control.command.Decision;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A command as a row, there and back. Times are cut to the millisecond.
final class CommandRow {
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
            code(terms.priority()),
            origin.submittedAt().toEpochMilli(),
            terms.expiresAt().toEpochMilli(),
            terms.timeout().toMillis(),
            terms.idempotent() ? 1 : 0,
            status.state().wireName(),
            status.attempts(),
            status.changedAt().toEpochMilli(),
            dueAt(command),
            status.revision()
        };
    }

    /// The values of `CommandSql.MOVE`.
    static @Nullable Object[] move(Decision.Move move) {
        CommandStatus after = move.after();
        return new @Nullable Object[] {
            after.state().wireName(),
            after.attempts(),
            after.changedAt().toEpochMilli(),
            dueAt(move.moved()),
            after.revision(),
            move.before().id().value(),
            move.before().status().revision()
        };
    }

    /// Reads a row with the columns in the order of `CommandSql`.
    static Command read(ResultSet row) throws SQLException {
        return new Command(
                new CommandId(row.getString(1)),
                new SatelliteId(row.getString(2)),
                Json.WIRE.read(row.getString(5), CommandSpec.class),
                new Command.Terms(
                        priority(row.getInt(6)),
                        Instant.ofEpochMilli(row.getLong(8)),
                        Duration.ofMillis(row.getLong(9)),
                        row.getInt(10) == 1),
                new Command.Origin(row.getString(3), row.getString(4), Instant.ofEpochMilli(row.getLong(7))),
                readStatus(row));
    }

    private static CommandStatus readStatus(ResultSet row) throws SQLException {
        CommandState state = CommandState.of(row.getString(11));
        Instant leaseEnd = state == CommandState.LEASED ? Instant.ofEpochMilli(row.getLong(14)) : null;
        byte[] json = row.getBytes(16);
        Result result = json == null ? null : Json.WIRE.read(json, Result.class);
        return new CommandStatus(
                state, row.getInt(12), Instant.ofEpochMilli(row.getLong(13)), leaseEnd, result, row.getInt(15));
    }

    /// When the upkeep must look at it if nothing else happens to it.
    private static @Nullable Long dueAt(Command command) {
        CommandStatus status = command.status();
        return switch (status.state()) {
            case QUEUED -> command.terms().expiresAt().toEpochMilli();
            case LEASED -> status.leaseUntil().orElseThrow().toEpochMilli();
            case ACKNOWLEDGED ->
                status.changedAt().toEpochMilli() + command.terms().timeout().toMillis();
            case COMPLETED, FAILED, TIMED_OUT, INTERRUPTED, EXPIRED, DEAD_LETTERED -> null;
        };
    }

    private static int code(Priority priority) {
        return switch (priority) {
            case IMMEDIATE -> 0;
            case HIGH -> 1;
            case NORMAL -> 2;
            case LOW -> 3;
        };
    }

    private static Priority priority(int code) {
        return switch (code) {
            case 0 -> Priority.IMMEDIATE;
            case 1 -> Priority.HIGH;
            case 2 -> Priority.NORMAL;
            case 3 -> Priority.LOW;
            default -> throw new IllegalStateException("priority code " + code + ": expected 0 to 3");
        };
    }
}
