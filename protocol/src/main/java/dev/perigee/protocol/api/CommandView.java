package dev.perigee.protocol.api;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.command.Result;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A command as the operator API shows it. `expiresAt` is when it expires unless acknowledged; `changedAt` when it
/// came to its state; `leaseUntil` only while leased; `result` once it has ended on the satellite (lists leave it
/// out).
public record CommandView(
        CommandId id,
        SatelliteId to,
        CommandState state,
        CommandSpec command,
        Priority priority,
        Instant submittedAt,
        Instant expiresAt,
        Instant changedAt,
        Duration timeout,
        boolean idempotent,
        int attempts,
        @Nullable String key,
        @Nullable Instant leaseUntil,
        @Nullable Result result) {}
