package dev.perigee.store.postgres;

import dev.perigee.control.command.CommandStatus;
import dev.perigee.protocol.command.CommandState;
import java.util.Arrays;

/// States and priorities as numbers. The migrations and the statements in `CommandSql` know them too; they never
/// change.
final class CommandCodes {
    static final int QUEUED = 0;
    static final int HELD = 1;
    static final int LEASED = 2;
    static final int ACKNOWLEDGED = 3;

    private CommandCodes() {}

    /// Of a status: a queued command that is held back has a code of its own, so that a claim does not meet it.
    static int of(CommandStatus status) {
        return status.heldUntil().isPresent() ? HELD : of(status.state());
    }

    static int of(CommandState state) {
        return switch (state) {
            case QUEUED -> QUEUED;
            case LEASED -> LEASED;
            case ACKNOWLEDGED -> ACKNOWLEDGED;
            case COMPLETED -> 4;
            case FAILED -> 5;
            case TIMED_OUT -> 6;
            case INTERRUPTED -> 7;
            case EXPIRED -> 8;
            case CANCELLED -> 9;
            case DEAD_LETTERED -> 10;
        };
    }

    static CommandState state(int code) {
        return code == HELD
                ? CommandState.QUEUED
                : Arrays.stream(CommandState.values())
                        .filter(state -> of(state) == code)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("state code " + code + ": expected 0 to 10"));
    }
}
