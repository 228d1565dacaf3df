package dev.perigee.protocol.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.McpCommand;
import dev.perigee.protocol.command.Priority;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A request to run one command on one satellite: the body of `POST /api/v1/commands`. Absent: `priority` normal,
/// `ttl` 60 s (5 s to 7 d, until acknowledged), `timeout` 300 s (100 ms to 24 h, of the execution), `idempotent`
/// false (a ping and what is for the MCP gateway always are), `attempts` (1 to 100, how often it is offered) as the
/// control plane is configured. A `key`
/// (1 to 200 characters) makes repeats within 24 h return the first command. With `notBefore` it is offered from then
/// on, and `ttl` counts from then. `correlation` (1 to 200 characters) is the caller's own word for what belongs
/// together.
public record Submission(
        SatelliteId to,
        CommandSpec command,
        Priority priority,
        Duration ttl,
        Duration timeout,
        boolean idempotent,
        @Nullable String key,
        @Nullable Integer attempts,
        @Nullable Instant notBefore,
        @Nullable String correlation) {
    public static final Duration TTL_DEFAULT = Duration.ofSeconds(60);
    public static final Duration TTL_MIN = Duration.ofSeconds(5);
    public static final Duration TTL_MAX = Duration.ofDays(7);
    public static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(5);
    public static final Duration TIMEOUT_MIN = Duration.ofMillis(100);
    public static final Duration TIMEOUT_MAX = Duration.ofHours(24);
    public static final int KEY_MAX = 200;
    public static final int CORRELATION_MAX = 200;
    public static final int ATTEMPTS_LIMIT = 100;

    public Submission(
            @JsonProperty("to") @Nullable SatelliteId to,
            @JsonProperty("command") @Nullable CommandSpec command,
            @JsonProperty("priority") @Nullable Priority priority,
            @JsonProperty("ttl") @Nullable Duration ttl,
            @JsonProperty("timeout") @Nullable Duration timeout,
            @JsonProperty("idempotent") boolean idempotent,
            @JsonProperty("key") @Nullable String key,
            @JsonProperty("attempts") @Nullable Integer attempts,
            @JsonProperty("notBefore") @Nullable Instant notBefore,
            @JsonProperty("correlation") @Nullable String correlation) {
        if (to == null) {
            throw new BadValue("to is missing: expected the id of a satellite");
        }
        switch (command) {
            case null -> throw new BadValue("command is missing: expected an object with type " + CommandSpec.TYPES);
            case CommandSpec.Unknown(String type) -> throw new BadValue("command type", type, CommandSpec.TYPES);
            case CommandSpec.Exec _, CommandSpec.Ping _, McpCommand _ -> {}
        }
        if (attempts != null && (attempts < 1 || attempts > ATTEMPTS_LIMIT)) {
            throw new BadValue("attempts", attempts, "1 to " + ATTEMPTS_LIMIT);
        }
        requireLength("key", key, KEY_MAX);
        requireLength("correlation", correlation, CORRELATION_MAX);
        this.to = to;
        this.command = command;
        this.priority = priority == null ? Priority.NORMAL : priority;
        this.ttl = Durations.between("ttl", ttl == null ? TTL_DEFAULT : ttl, TTL_MIN, TTL_MAX);
        this.timeout =
                Durations.between("timeout", timeout == null ? TIMEOUT_DEFAULT : timeout, TIMEOUT_MIN, TIMEOUT_MAX);
        this.idempotent = idempotent || command instanceof CommandSpec.Ping || command instanceof McpCommand;
        this.key = key;
        this.attempts = attempts;
        this.notBefore = notBefore;
        this.correlation = correlation;
    }

    /// A submission of `command` with everything else as it is by default.
    public static Submission of(SatelliteId to, CommandSpec command) {
        return new Submission(to, command, null, null, null, false, null, null, null, null);
    }

    /// The same with an idempotency key.
    public Submission withKey(String newKey) {
        return new Submission(
                to, command, priority, ttl, timeout, idempotent, newKey, attempts, notBefore, correlation);
    }

    private static void requireLength(String what, @Nullable String text, int max) {
        if (text != null && (text.isEmpty() || text.length() > max)) {
            throw new BadValue(what, text, "1 to " + max + " characters");
        }
    }
}
