package dev.perigee.store.postgres;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Times as the database keeps them: milliseconds since 1970, what is below is cut off.
final class Times {
    private Times() {}

    static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    /// When the upkeep must look at a live command if nothing else happens to it.
    static long dueAt(Command command, CommandStatus status) {
        return switch (status.state()) {
            case QUEUED ->
                status.heldUntil().orElse(command.terms().expiresAt()).toEpochMilli();
            case LEASED -> status.leaseUntil().orElseThrow().toEpochMilli();
            case ACKNOWLEDGED ->
                status.changedAt().toEpochMilli() + command.terms().timeout().toMillis();
            case COMPLETED, FAILED, TIMED_OUT, INTERRUPTED, EXPIRED, CANCELLED, DEAD_LETTERED ->
                throw new IllegalArgumentException("a command that is " + status.state() + " is due never more");
        };
    }
}
