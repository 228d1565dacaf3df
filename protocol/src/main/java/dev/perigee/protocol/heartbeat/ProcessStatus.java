package dev.perigee.protocol.heartbeat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.access.TeamName;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/// Something that a satellite runs, whole tree together: a command under its id, or an MCP server under its name. CPU
/// is a percentage of one core. What it cannot measure, or has no process for, is absent.
@JsonDeserialize(using = ProcessStatusReader.class)
public record ProcessStatus(
        @JsonProperty("kind") Kind kind,
        @JsonProperty("name") String name,
        @JsonProperty("state") String state,
        @JsonProperty("processes") int processes,
        @JsonProperty("cpuPercent") @Nullable Double cpuPercent,
        @JsonProperty("memoryBytes") @Nullable Long memoryBytes,
        @JsonProperty("team") @Nullable TeamName team,
        @JsonProperty("tools") @Nullable Integer tools) {
    private static final int TEXT_MAX = 200;

    public ProcessStatus {
        if (kind == null) {
            throw new BadValue("processes.kind is missing: expected command or mcp-server");
        }
        text("processes.name", name);
        text("processes.state", state);
        if (processes < 0) {
            throw new BadValue("processes.processes", processes, "0 or more");
        }
        if (cpuPercent != null && !(cpuPercent >= 0)) {
            throw new BadValue("processes.cpuPercent", cpuPercent, "0 or more");
        }
        SystemMetrics.count("processes.memoryBytes", memoryBytes);
    }

    private static void text(String what, @Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > TEXT_MAX) {
            throw new BadValue(what, String.valueOf(text), "1 to " + TEXT_MAX + " characters");
        }
    }

    /// What is run.
    public enum Kind {
        COMMAND("command"),
        MCP_SERVER("mcp-server");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        @JsonCreator
        public static Kind of(String name) {
            return switch (name) {
                case "command" -> COMMAND;
                case "mcp-server" -> MCP_SERVER;
                default -> throw new BadValue("processes.kind", name, "command or mcp-server");
            };
        }

        @JsonValue
        public String wireName() {
            return wireName;
        }
    }
}
