package dev.perigee.control.command;

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

    /// How it is to be run: how urgent, until when it may be acknowledged, for how long it may run, and whether it may
    /// run again after an interruption.
    public record Terms(Priority priority, Instant expiresAt, Duration timeout, boolean idempotent) {}

    /// Who asked for it and when, with the caller's idempotency key if there is one.
    public record Origin(String caller, @Nullable String idempotencyKey, Instant submittedAt) {
        public Optional<String> key() {
            return Optional.ofNullable(idempotencyKey);
        }
    }

    public Command with(CommandStatus next) {
        return new Command(id, satellite, spec, terms, origin, next);
    }
}
