package dev.perigee.protocol.broadcast;

import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.target.Target;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A broadcast as the operator API shows it. `members` is how many satellites it is for, which was settled when it was
/// accepted; `reason` says who or what brought it to its state, unless that is running or completed.
public record BroadcastView(
        BroadcastId id,
        Target to,
        BroadcastState state,
        CommandSpec command,
        Priority priority,
        Instant submittedAt,
        Instant changedAt,
        Duration ttl,
        Duration timeout,
        boolean idempotent,
        int attemptsMax,
        int members,
        BroadcastCounts counts,
        @Nullable Portion maxConcurrent,
        @Nullable Portion maxFailures,
        @Nullable String key,
        @Nullable String correlation,
        @Nullable Instant notBefore,
        @Nullable String reason) {}
