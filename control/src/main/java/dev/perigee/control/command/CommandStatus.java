package dev.perigee.control.command;

import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Result;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The part of a command that changes. `changedAt` is when it came to its state; `until` the end of its lease
/// while leased, or of the time for which it is held back while queued; `cancel` the wish to end it after it had
/// left the queue; `reason` why it ended without a result. `revision` counts the changes: it is what the store
/// compares before it sets.
public record CommandStatus(
        CommandState state,
        int attempts,
        Instant changedAt,
        @Nullable Instant until,
        @Nullable CancelRequest cancel,
        @Nullable String reason,
        @Nullable Result outcome,
        int revision) {
    /// Who wished a command to end, and when.
    public record CancelRequest(Instant at, String caller) {}

    public CommandStatus {
        boolean fits = switch (state) {
            case LEASED -> until != null;
            case QUEUED -> cancel == null;
            case ACKNOWLEDGED, COMPLETED, FAILED, TIMED_OUT, INTERRUPTED, EXPIRED, CANCELLED, DEAD_LETTERED ->
                until == null;
        };
        if (!fits) {
            throw new IllegalArgumentException(state + " until " + until + ", cancel " + cancel);
        }
    }

    /// Of a command that was just submitted, held back until `notBefore` if that is given.
    public static CommandStatus queued(Instant submittedAt, @Nullable Instant notBefore) {
        return new CommandStatus(CommandState.QUEUED, 0, submittedAt, notBefore, null, null, null, 0);
    }

    public Optional<Instant> leaseUntil() {
        return state == CommandState.LEASED ? Optional.ofNullable(until) : Optional.empty();
    }

    /// Until when it is queued without being offered.
    public Optional<Instant> heldUntil() {
        return state == CommandState.QUEUED ? Optional.ofNullable(until) : Optional.empty();
    }

    public Optional<CancelRequest> cancelRequest() {
        return Optional.ofNullable(cancel);
    }

    public Optional<Result> result() {
        return Optional.ofNullable(outcome);
    }

    /// Whether it waits to be offered.
    public boolean claimable() {
        return state == CommandState.QUEUED && until == null;
    }

    /// Whether it has left the queue, is to end, and has not ended yet.
    public boolean cancelling() {
        return cancel != null && !state.isTerminal();
    }

    CommandStatus leased(Instant leaseEnd, Instant now) {
        return new CommandStatus(CommandState.LEASED, attempts + 1, now, leaseEnd, cancel, null, null, revision + 1);
    }

    CommandStatus released(Instant now) {
        return new CommandStatus(CommandState.QUEUED, attempts - 1, now, null, null, null, null, revision + 1);
    }

    CommandStatus offeredAgain(Instant heldUntil, Instant now) {
        return new CommandStatus(CommandState.QUEUED, attempts, now, heldUntil, null, null, null, revision + 1);
    }

    CommandStatus noLongerHeld() {
        return new CommandStatus(CommandState.QUEUED, attempts, changedAt, null, null, null, null, revision + 1);
    }

    CommandStatus acknowledged(Instant now) {
        return new CommandStatus(CommandState.ACKNOWLEDGED, attempts, now, null, cancel, null, null, revision + 1);
    }

    CommandStatus toBeCancelled(CancelRequest request) {
        return new CommandStatus(state, attempts, changedAt, until, request, null, null, revision + 1);
    }

    CommandStatus takenBack(CancelRequest request, Instant leaseEnd) {
        return new CommandStatus(
                CommandState.LEASED, attempts, request.at(), leaseEnd, request, null, null, revision + 1);
    }

    CommandStatus ended(Result result, Instant now) {
        return new CommandStatus(result.state(), attempts, now, null, cancel, null, result, revision + 1);
    }

    CommandStatus endedWithout(CommandState end, String why, Instant now) {
        return new CommandStatus(end, attempts, now, null, cancel, why, null, revision + 1);
    }
}
