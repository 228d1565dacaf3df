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

    /// The upkeep saw a lease that may be over.
    record LeaseChecked() implements CommandEvent {}

    /// The upkeep saw a time to live that may be over.
    record TimeToLiveChecked() implements CommandEvent {}

    /// The upkeep saw an acknowledged command whose result may be overdue.
    record ResultChecked() implements CommandEvent {}
}
