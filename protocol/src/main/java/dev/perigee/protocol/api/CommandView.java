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
/// came to its state; `heldUntil` only while it is queued and not to be offered yet; `leaseUntil` only while leased;
/// `cancelRequestedAt` when it was cancelled after it had left the queue; `reason` says why it ended without a result;
/// `result` once it has ended on the satellite (lists leave it out).
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
        int attemptsMax,
        @Nullable String key,
        @Nullable String correlation,
        @Nullable CommandId redriveOf,
        @Nullable Instant notBefore,
        @Nullable Instant heldUntil,
        @Nullable Instant leaseUntil,
        @Nullable Instant cancelRequestedAt,
        @Nullable String reason,
        @Nullable Result result) {}
