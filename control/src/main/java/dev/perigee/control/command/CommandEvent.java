package dev.perigee.control.command;

import dev.perigee.protocol.command.Result;
import java.time.Instant;

/// What can happen to a command after it was submitted.
public sealed interface CommandEvent {
    /// A channel takes it for delivery until `leaseUntil`.
    record Claimed(Instant leaseUntil) implements CommandEvent {}

    /// The channel that had taken it could not hand it over.
    record Released() implements CommandEvent {}

    /// The satellite has journaled it and will run it.
    record Acknowledged() implements CommandEvent {}

    /// The satellite reports what it came to.
    record Ended(Result result) implements CommandEvent {}

    /// `caller` wishes it to end.
    record CancelRequested(String caller) implements CommandEvent {}

    /// The upkeep saw a queued command that may be held back no longer.
    record HoldChecked() implements CommandEvent {}

    /// The upkeep saw a lease that may be over. `chance`, from 0 to 1, spreads when the command is offered again.
    record LeaseChecked(double chance) implements CommandEvent {}

    /// The upkeep saw a lease that may be over and was the last.
    record AttemptsChecked() implements CommandEvent {}

    /// The upkeep saw a time to live that may be over.
    record TimeToLiveChecked() implements CommandEvent {}

    /// The upkeep saw an acknowledged command whose result may be overdue.
    record ResultChecked() implements CommandEvent {}
}
