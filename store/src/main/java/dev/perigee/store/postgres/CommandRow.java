package dev.perigee.store.postgres;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
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

/// Reads a command from a row with the columns of `CommandSql.LIVE` or `CommandSql.ENDED`, by their place:
/// looking a column up by its name costs more than reading it.
final class CommandRow {
    /// How many columns a command has.
    static final int WIDTH = 24;

    private CommandRow() {}

    static Command read(ResultSet row) throws SQLException {
        return new Command(
                new CommandId(row.getString(1)),
                new SatelliteId(row.getString(2)),
                Json.WIRE.read(row.getString(3), CommandSpec.class),
                new Command.Terms(
                        PriorityCode.priority(row.getInt(4)),
                        Times.instant(row, 5),
                        Instant.ofEpochMilli(row.getLong(6)),
                        Duration.ofMillis(row.getLong(7)),
                        row.getInt(8),
                        row.getBoolean(9)),
                origin(row),
                status(row));
    }

    private static Command.Origin origin(ResultSet row) throws SQLException {
        String broadcast = row.getString(14);
        String deadLetter = row.getString(15);
        return new Command.Origin(
                row.getString(10),
                Instant.ofEpochMilli(row.getLong(11)),
                row.getString(12),
                row.getString(13),
                broadcast == null ? null : new BroadcastId(broadcast),
                deadLetter == null ? null : new CommandId(deadLetter));
    }

    private static CommandStatus status(ResultSet row) throws SQLException {
        int code = row.getInt(16);
        CommandState state = CommandCodes.state(code);
        boolean waits = code == CommandCodes.HELD || code == CommandCodes.LEASED;
        Instant cancelAt = Times.instant(row, 20);
        return new CommandStatus(
                state,
                row.getInt(17),
                Instant.ofEpochMilli(row.getLong(18)),
                waits ? Times.instant(row, 19) : null,
                cancelAt == null ? null : new CommandStatus.CancelRequest(cancelAt, row.getString(21)),
                row.getString(22),
                result(row.getString(23)),
                row.getInt(24));
    }

    private static @Nullable Result result(@Nullable String json) {
        return json == null ? null : Json.WIRE.read(json, Result.class);
    }
}
