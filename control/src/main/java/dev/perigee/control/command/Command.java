package dev.perigee.control.command;

import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One durable request to one satellite. Everything but its `status` is fixed when it is submitted.
public record Command(
        CommandId id, SatelliteId satellite, CommandSpec spec, Terms terms, Origin origin, CommandStatus status) {

    /// How it is to be run: how urgent, from when and until when it may be acknowledged, for how long it may run, how
    /// often it is offered, and whether it may run again after an interruption.
    public record Terms(
            Priority priority,
            @Nullable Instant notBefore,
            Instant expiresAt,
            Duration timeout,
            int attemptsMax,
            boolean idempotent) {}

    /// Who asked for it and when, and how it hangs together with others: the caller's idempotency key and correlation,
    /// the broadcast it is part of, the dead letter it stands in for.
    public record Origin(
            String caller,
            Instant submittedAt,
            @Nullable String idempotencyKey,
            @Nullable String correlation,
            @Nullable BroadcastId partOf,
            @Nullable CommandId redriveOf) {
        /// Asked for by `caller` alone, belonging to nothing else.
        public static Origin of(String caller, Instant submittedAt) {
            return new Origin(caller, submittedAt, null, null, null, null);
        }

        public Optional<String> key() {
            return Optional.ofNullable(idempotencyKey);
        }

        public Optional<BroadcastId> broadcast() {
            return Optional.ofNullable(partOf);
        }

        public Optional<CommandId> deadLetter() {
            return Optional.ofNullable(redriveOf);
        }
    }

    public Command with(CommandStatus next) {
        return new Command(id, satellite, spec, terms, origin, next);
    }
}
