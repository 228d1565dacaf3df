package dev.perigee.control.command;

import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Result;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The part of a command that changes. `revision` counts the changes: it is what the store compares before it sets.
/// A lease exists only while leased, a result only once ended on the satellite or interrupted.
public record CommandStatus(
        CommandState state,
        int attempts,
        Instant changedAt,
        @Nullable Instant leaseEnd,
        @Nullable Result outcome,
        int revision) {
    public CommandStatus {
        if ((state == CommandState.LEASED) != (leaseEnd != null)) {
            throw new IllegalArgumentException(state + " with lease end " + leaseEnd);
        }
    }

    public static CommandStatus queued(Instant submittedAt) {
        return new CommandStatus(CommandState.QUEUED, 0, submittedAt, null, null, 0);
    }

    public Optional<Instant> leaseUntil() {
        return Optional.ofNullable(leaseEnd);
    }

    public Optional<Result> result() {
        return Optional.ofNullable(outcome);
    }

    CommandStatus to(CommandState next, Instant now) {
        return new CommandStatus(next, attempts, now, null, null, revision + 1);
    }

    CommandStatus leased(Instant until, Instant now) {
        return new CommandStatus(CommandState.LEASED, attempts + 1, now, until, null, revision + 1);
    }

    CommandStatus released(Instant now) {
        return new CommandStatus(CommandState.QUEUED, attempts - 1, now, null, null, revision + 1);
    }

    CommandStatus ended(Result result, Instant now) {
        return new CommandStatus(result.state(), attempts, now, null, result, revision + 1);
    }
}
