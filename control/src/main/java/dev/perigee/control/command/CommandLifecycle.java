package dev.perigee.control.command;

import dev.perigee.protocol.Durations;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import java.time.Duration;
import java.time.Instant;

/// The life of a command as a pure function of (command, event, now). docs/state-machine.md is its table; a test
/// compares the two. Terminal is final; an event that comes too late or too early changes nothing. `lease` is how
/// long a satellite that was offered a command before has to say what became of it when it is to be cancelled.
public record CommandLifecycle(Redelivery redelivery, Duration lease, Duration resultGrace) {
    public Decision decide(Command command, CommandEvent event, Instant now) {
        return switch (command.status().state()) {
            case QUEUED -> whileQueued(command, event, now);
            case LEASED -> whileLeased(command, event, now);
            case ACKNOWLEDGED -> whileAcknowledged(command, event, now);
            case COMPLETED, FAILED, TIMED_OUT, INTERRUPTED, EXPIRED, CANCELLED, DEAD_LETTERED ->
                new Decision.Stay(command);
        };
    }

    private Decision whileQueued(Command command, CommandEvent event, Instant now) {
        CommandStatus status = command.status();
        return switch (event) {
            case CommandEvent.Acknowledged _ -> move(command, status.acknowledged(now));
            case CommandEvent.Ended(Result result) -> move(command, status.ended(result, now));
            case CommandEvent.CancelRequested(String caller) -> move(command, cancelledInQueue(status, caller, now));
            case CommandEvent.Claimed _, CommandEvent.TimeToLiveChecked _, CommandEvent.HoldChecked _
            when isPast(command.terms().expiresAt(), now) -> move(command, expired(command, now));
            case CommandEvent.Claimed(Instant until)
            when status.claimable() -> move(command, status.leased(until, now));
            case CommandEvent.HoldChecked _
            when status.heldUntil().filter(until -> isPast(until, now)).isPresent() ->
                move(command, status.noLongerHeld());
            case CommandEvent.Claimed _,
                    CommandEvent.TimeToLiveChecked _,
                    CommandEvent.HoldChecked _,
                    CommandEvent.Released _,
                    CommandEvent.LeaseChecked _,
                    CommandEvent.AttemptsChecked _,
                    CommandEvent.ResultChecked _ -> new Decision.Stay(command);
        };
    }

    private Decision whileLeased(Command command, CommandEvent event, Instant now) {
        CommandStatus status = command.status();
        boolean over = status.leaseUntil().filter(until -> isPast(until, now)).isPresent();
        boolean last = status.attempts() >= command.terms().attemptsMax();
        return switch (event) {
            case CommandEvent.Released _ -> move(command, released(command, now));
            case CommandEvent.Acknowledged _ -> move(command, status.acknowledged(now));
            case CommandEvent.Ended(Result result) -> move(command, status.ended(result, now));
            case CommandEvent.CancelRequested(String caller) -> cancelling(command, caller, now);
            case CommandEvent.LeaseChecked(double chance)
            when over && !last -> move(command, afterLease(command, chance, now));
            case CommandEvent.AttemptsChecked _ when over && last -> move(command, afterLastLease(command, now));
            case CommandEvent.LeaseChecked _,
                    CommandEvent.AttemptsChecked _,
                    CommandEvent.Claimed _,
                    CommandEvent.HoldChecked _,
                    CommandEvent.TimeToLiveChecked _,
                    CommandEvent.ResultChecked _ -> new Decision.Stay(command);
        };
    }

    private Decision whileAcknowledged(Command command, CommandEvent event, Instant now) {
        CommandStatus status = command.status();
        return switch (event) {
            case CommandEvent.Ended(Result result) -> move(command, status.ended(result, now));
            case CommandEvent.CancelRequested(String caller) -> cancelling(command, caller, now);
            case CommandEvent.ResultChecked _
            when isPast(resultDue(command), now) -> move(command, status.ended(noResult(command), now));
            case CommandEvent.ResultChecked _,
                    CommandEvent.Claimed _,
                    CommandEvent.Released _,
                    CommandEvent.Acknowledged _,
                    CommandEvent.HoldChecked _,
                    CommandEvent.LeaseChecked _,
                    CommandEvent.AttemptsChecked _,
                    CommandEvent.TimeToLiveChecked _ -> new Decision.Stay(command);
        };
    }

    /// One that was offered before may run though its acknowledgement was lost: its satellite is asked, for one
    /// lease.
    private CommandStatus cancelledInQueue(CommandStatus status, String caller, Instant now) {
        return status.attempts() == 0
                ? status.endedWithout(CommandState.CANCELLED, "cancelled by " + caller + " while queued", now)
                : status.takenBack(new CommandStatus.CancelRequest(now, caller), now.plus(lease));
    }

    /// The satellite may have begun it: it alone can say what becomes of it.
    private static Decision cancelling(Command command, String caller, Instant now) {
        CommandStatus status = command.status();
        return status.cancelling()
                ? new Decision.Stay(command)
                : move(command, status.toBeCancelled(new CommandStatus.CancelRequest(now, caller)));
    }

    /// The bytes never left, so a wish to cancel it can be granted at once.
    private static CommandStatus released(Command command, Instant now) {
        CommandStatus status = command.status();
        return status.cancelRequest()
                .map(wish -> status.endedWithout(
                        CommandState.CANCELLED, "cancelled by " + wish.caller() + " before it was delivered", now))
                .orElseGet(() -> status.released(now));
    }

    private CommandStatus afterLease(Command command, double chance, Instant now) {
        CommandStatus status = command.status();
        if (status.cancelling()) {
            return unconfirmed(status, now);
        }
        Instant expiresAt = command.terms().expiresAt();
        if (isPast(expiresAt, now)) {
            return expired(command, now);
        }
        Instant heldUntil = now.plus(redelivery.backoff(status.attempts(), chance));
        return status.offeredAgain(heldUntil.isBefore(expiresAt) ? heldUntil : expiresAt, now);
    }

    private static CommandStatus afterLastLease(Command command, Instant now) {
        CommandStatus status = command.status();
        if (status.cancelling()) {
            return unconfirmed(status, now);
        }
        if (isPast(command.terms().expiresAt(), now)) {
            return expired(command, now);
        }
        return status.endedWithout(
                CommandState.DEAD_LETTERED,
                "offered " + status.attempts() + " times, and never acknowledged within the lease",
                now);
    }

    private static CommandStatus unconfirmed(CommandStatus status, Instant now) {
        String caller =
                status.cancelRequest().map(CommandStatus.CancelRequest::caller).orElse("nobody");
        return status.endedWithout(
                CommandState.CANCELLED,
                "cancelled by " + caller + "; never acknowledged, and the satellite has not confirmed it",
                now);
    }

    private static CommandStatus expired(Command command, Instant now) {
        CommandStatus status = command.status();
        return status.endedWithout(
                CommandState.EXPIRED,
                "not acknowledged within its time to live; offered " + status.attempts() + " times",
                now);
    }

    /// When an acknowledged command without a result is given up: its satellite had all the execution timeout, and
    /// then the grace in which a satellite that was cut off comes back and reports.
    private Instant resultDue(Command command) {
        return command.status().changedAt().plus(command.terms().timeout()).plus(resultGrace);
    }

    private Result noResult(Command command) {
        return new Result.Interrupted(
                "no result within " + Durations.format(resultGrace) + " after the execution timeout of "
                        + Durations.format(command.terms().timeout()),
                Output.EMPTY,
                Output.EMPTY);
    }

    private static boolean isPast(Instant end, Instant now) {
        return !now.isBefore(end);
    }

    private static Decision move(Command command, CommandStatus after) {
        return new Decision.Move(command, after);
    }
}
