package dev.perigee.control.command;

import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import java.time.Duration;
import java.time.Instant;

/// The life of a command as a pure function of (command, event, now). docs/state-machine.md is its table; a test
/// compares the two. Terminal is final; an event that comes too late or too early changes nothing.
public record CommandLifecycle(int attemptsMax, Duration resultGrace) {
    public Decision decide(Command command, CommandEvent event, Instant now) {
        return switch (command.status().state()) {
            case QUEUED -> whileQueued(command, event, now);
            case LEASED -> whileLeased(command, event, now);
            case ACKNOWLEDGED -> whileAcknowledged(command, event, now);
            case COMPLETED, FAILED, TIMED_OUT, INTERRUPTED, EXPIRED, DEAD_LETTERED -> new Decision.Stay(command);
        };
    }

    private static Decision whileQueued(Command command, CommandEvent event, Instant now) {
        CommandStatus status = command.status();
        boolean expired = !now.isBefore(command.terms().expiresAt());
        return switch (event) {
            case CommandEvent.Claimed(Instant until) ->
                move(command, expired ? status.to(CommandState.EXPIRED, now) : status.leased(until, now));
            case CommandEvent.Acknowledged _ -> move(command, status.to(CommandState.ACKNOWLEDGED, now));
            case CommandEvent.Ended(Result result) -> move(command, status.ended(result, now));
            case CommandEvent.TimeToLiveChecked _ when expired -> move(command, status.to(CommandState.EXPIRED, now));
            case CommandEvent.TimeToLiveChecked _,
                    CommandEvent.Released _,
                    CommandEvent.LeaseChecked _,
                    CommandEvent.ResultChecked _ -> new Decision.Stay(command);
        };
    }

    private Decision whileLeased(Command command, CommandEvent event, Instant now) {
        CommandStatus status = command.status();
        return switch (event) {
            case CommandEvent.Released _ -> move(command, status.released(now));
            case CommandEvent.Acknowledged _ -> move(command, status.to(CommandState.ACKNOWLEDGED, now));
            case CommandEvent.Ended(Result result) -> move(command, status.ended(result, now));
            case CommandEvent.LeaseChecked _ when isOver(status, now) -> move(command, afterLease(command, now));
            case CommandEvent.LeaseChecked _,
                    CommandEvent.Claimed _,
                    CommandEvent.TimeToLiveChecked _,
                    CommandEvent.ResultChecked _ -> new Decision.Stay(command);
        };
    }

    private Decision whileAcknowledged(Command command, CommandEvent event, Instant now) {
        CommandStatus status = command.status();
        return switch (event) {
            case CommandEvent.Ended(Result result) -> move(command, status.ended(result, now));
            case CommandEvent.ResultChecked _
            when !now.isBefore(resultDue(command)) -> move(command, status.ended(noResult(command), now));
            case CommandEvent.ResultChecked _,
                    CommandEvent.Claimed _,
                    CommandEvent.Released _,
                    CommandEvent.Acknowledged _,
                    CommandEvent.LeaseChecked _,
                    CommandEvent.TimeToLiveChecked _ -> new Decision.Stay(command);
        };
    }

    private CommandStatus afterLease(Command command, Instant now) {
        CommandStatus status = command.status();
        if (!now.isBefore(command.terms().expiresAt())) {
            return status.to(CommandState.EXPIRED, now);
        }
        return status.to(status.attempts() >= attemptsMax ? CommandState.DEAD_LETTERED : CommandState.QUEUED, now);
    }

    private static boolean isOver(CommandStatus status, Instant now) {
        return status.leaseUntil().map(until -> !now.isBefore(until)).orElse(false);
    }

    /// When an acknowledged command without a result is given up: its satellite had all the execution timeout, and then
    /// the grace in which a satellite that was cut off comes back and reports.
    private Instant resultDue(Command command) {
        return command.status().changedAt().plus(command.terms().timeout()).plus(resultGrace);
    }

    private Result noResult(Command command) {
        return new Result.Interrupted(
                "no result within " + resultGrace + " after the execution timeout of "
                        + command.terms().timeout(),
                Output.EMPTY,
                Output.EMPTY);
    }

    private static Decision move(Command command, CommandStatus after) {
        return new Decision.Move(command, after);
    }
}
