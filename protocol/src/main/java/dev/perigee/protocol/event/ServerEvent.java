package dev.perigee.protocol.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What happens to an MCP server behind a satellite. `server` is its name there, `installation`, `team` and `user` are
/// whose it is where somebody gave it one.
public sealed interface ServerEvent extends EventData {
    /// The types of these, and what each is read as.
    Map<String, Class<? extends EventData>> TYPES = Map.ofEntries(
            Map.entry("mcp.server.started", Started.class),
            Map.entry("mcp.server.crashed", Crashed.class),
            Map.entry("mcp.server.restarted", Restarted.class),
            Map.entry("mcp.server.permanently_failed", PermanentlyFailed.class),
            Map.entry("mcp.server.dormant", Dormant.class),
            Map.entry("mcp.server.respawned", Respawned.class),
            Map.entry("mcp.server.status_changed", StatusChanged.class),
            Map.entry("mcp.server.logs", Logs.class));

    @Override
    default String type() {
        return switch (this) {
            case Started _ -> "mcp.server.started";
            case Crashed _ -> "mcp.server.crashed";
            case Restarted _ -> "mcp.server.restarted";
            case PermanentlyFailed _ -> "mcp.server.permanently_failed";
            case Dormant _ -> "mcp.server.dormant";
            case Respawned _ -> "mcp.server.respawned";
            case StatusChanged _ -> "mcp.server.status_changed";
            case Logs _ -> "mcp.server.logs";
        };
    }

    /// It speaks MCP, after it was started for so long.
    record Started(
            @Nullable String server,
            @Nullable String serverId,
            @Nullable String installation,
            @Nullable String team,
            @Nullable String process,
            @Nullable String transport,
            @Nullable Integer toolCount,
            @Nullable Long tookMillis)
            implements ServerEvent {}

    /// It ended by itself, the `crashes`th time in a short while.
    record Crashed(
            @Nullable String server,
            @Nullable String serverId,
            @Nullable String installation,
            @Nullable String team,
            @Nullable String process,
            @Nullable Integer exitCode,
            @Nullable String signal,
            @Nullable Long ranSeconds,
            @Nullable Integer crashes,
            @Nullable Boolean restarts,
            @Nullable String reason)
            implements ServerEvent {}

    /// A process was started in the place of another; `attempt` counts from 1, and is 0 when somebody asked for it.
    record Restarted(
            @Nullable String server,
            @Nullable String serverId,
            @Nullable String installation,
            @Nullable String team,
            @Nullable String before,
            @Nullable String process,
            @Nullable String reason,
            @Nullable Integer attempt)
            implements ServerEvent {}

    /// It crashed too often and is not started again by itself.
    record PermanentlyFailed(
            @Nullable String server,
            @Nullable String serverId,
            @Nullable String installation,
            @Nullable String team,
            @Nullable Integer crashes,
            @Nullable String lastError,
            @Nullable Instant failedAt)
            implements ServerEvent {}

    /// Its process was ended because nobody used it.
    record Dormant(
            @Nullable String server,
            @Nullable String serverId,
            @Nullable String installation,
            @Nullable String team,
            @Nullable String process,
            @Nullable Long idleSeconds,
            @Nullable Instant lastUsedAt)
            implements ServerEvent {}

    /// A call started it again after such a rest.
    record Respawned(
            @Nullable String server,
            @Nullable String serverId,
            @Nullable String installation,
            @Nullable String team,
            @Nullable String process,
            @Nullable Long restedSeconds,
            @Nullable Long tookMillis)
            implements ServerEvent {}

    /// It came to one of the twelve statuses.
    record StatusChanged(
            @Nullable String server,
            @Nullable String serverId,
            @Nullable String installation,
            @Nullable String team,
            @Nullable String user,
            @Nullable String status,
            @Nullable String explanation,
            @Nullable Instant at)
            implements ServerEvent {}

    /// What it logged; `leftOut` other lines found no room.
    record Logs(
            @Nullable String server,
            @Nullable String serverId,
            @Nullable String installation,
            @Nullable String team,
            @Nullable String user,
            @Nullable List<LogEntry> entries,
            @Nullable Long leftOut)
            implements ServerEvent {
        public Logs {
            entries = entries == null ? null : List.copyOf(entries);
        }
    }

    /// One line of a log; `metadata` is as its server gave it.
    record LogEntry(
            @Nullable String level,
            @Nullable String message,
            @Nullable JsonNode metadata,
            @Nullable Instant at) {}
}
