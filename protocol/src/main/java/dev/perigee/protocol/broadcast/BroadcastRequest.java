package dev.perigee.protocol.broadcast;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.target.Target;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A request to run one command on each satellite of a target: the body of `POST /api/v1/broadcasts`. What it shares
/// with a `Submission` means the same for each command; `ttl` counts from when that is created. A `key` makes repeats
/// within 24 h return the first broadcast. Satellites that are not live are left out unless `includeStale` says
/// otherwise or one is named. No more than `maxConcurrent` commands are live at a time, and after more than
/// `maxFailures` failures no further one is created; absent, there is no such limit.
public record BroadcastRequest(
        Target to,
        CommandSpec command,
        Priority priority,
        Duration ttl,
        Duration timeout,
        boolean idempotent,
        @Nullable String key,
        @Nullable Integer attempts,
        @Nullable Instant notBefore,
        @Nullable String correlation,
        boolean includeStale,
        @Nullable Portion maxConcurrent,
        @Nullable Portion maxFailures) {
    private static final SatelliteId ANY = new SatelliteId("any");

    public BroadcastRequest(
            @JsonProperty("to") @Nullable Target to,
            @JsonProperty("command") @Nullable CommandSpec command,
            @JsonProperty("priority") @Nullable Priority priority,
            @JsonProperty("ttl") @Nullable Duration ttl,
            @JsonProperty("timeout") @Nullable Duration timeout,
            @JsonProperty("idempotent") boolean idempotent,
            @JsonProperty("key") @Nullable String key,
            @JsonProperty("attempts") @Nullable Integer attempts,
            @JsonProperty("notBefore") @Nullable Instant notBefore,
            @JsonProperty("correlation") @Nullable String correlation,
            @JsonProperty("includeStale") boolean includeStale,
            @JsonProperty("maxConcurrent") @Nullable Portion maxConcurrent,
            @JsonProperty("maxFailures") @Nullable Portion maxFailures) {
        if (to == null) {
            throw new BadValue("to is missing: expected a target: a satellite, group:NAME, label:NAME=VALUE,… or all");
        }
        if (maxConcurrent != null && maxConcurrent.amount() == 0) {
            throw new BadValue("maxConcurrent", maxConcurrent.text(), "at least 1, or 1% to 100%");
        }
        // What holds for a command alone holds for each of many.
        Submission each =
                new Submission(ANY, command, priority, ttl, timeout, idempotent, key, attempts, notBefore, correlation);
        this.to = to;
        this.command = each.command();
        this.priority = each.priority();
        this.ttl = each.ttl();
        this.timeout = each.timeout();
        this.idempotent = each.idempotent();
        this.key = each.key();
        this.attempts = each.attempts();
        this.notBefore = each.notBefore();
        this.correlation = each.correlation();
        this.includeStale = includeStale;
        this.maxConcurrent = maxConcurrent;
        this.maxFailures = maxFailures;
    }

    /// A request with everything else as it is by default.
    public static BroadcastRequest of(Target to, CommandSpec command) {
        return new BroadcastRequest(to, command, null, null, null, false, null, null, null, null, false, null, null);
    }

    /// Aimed at `to` and run as `submission` says.
    public static BroadcastRequest of(Target to, Submission like, boolean includeStale, Pacing pacing) {
        return new BroadcastRequest(
                to,
                like.command(),
                like.priority(),
                like.ttl(),
                like.timeout(),
                like.idempotent(),
                like.key(),
                like.attempts(),
                like.notBefore(),
                like.correlation(),
                includeStale,
                pacing.maxConcurrent(),
                pacing.maxFailures());
    }

    public Pacing pacing() {
        return new Pacing(maxConcurrent, maxFailures);
    }

    /// The same with an idempotency key.
    public BroadcastRequest withKey(String newKey) {
        return new BroadcastRequest(
                to,
                command,
                priority,
                ttl,
                timeout,
                idempotent,
                newKey,
                attempts,
                notBefore,
                correlation,
                includeStale,
                maxConcurrent,
                maxFailures);
    }
}
