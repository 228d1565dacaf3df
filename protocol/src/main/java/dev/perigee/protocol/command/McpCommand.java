package dev.perigee.protocol.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.perigee.protocol.BadValue;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a command asks of the MCP gateway of a satellite. Servers are written as in the `mcpServers` files of
/// desktop clients. Each of these does nothing more when it is done twice.
public sealed interface McpCommand extends CommandSpec {
    /// The whole set of servers that commands bring; others that they brought are taken away, and those that
    /// stay the same are left alone. Or an `event` instead, after which the satellite looks at its configuration
    /// or at the `server` that the event is about.
    @JsonTypeName("configure")
    @JsonIgnoreProperties(value = "type", allowGetters = true)
    record Configure(
            @JsonProperty("mcpServers") Map<String, JsonNode> servers,
            @Nullable InstallationEvent event,
            @Nullable String server)
            implements McpCommand {
        static final int SERVERS_MAX = 500;

        @JsonCreator
        public Configure(
                @JsonProperty("mcpServers") @Nullable Map<String, JsonNode> servers,
                @JsonProperty("event") @Nullable InstallationEvent event,
                @JsonProperty("server") @Nullable String server) {
            if (servers == null && event == null) {
                throw new BadValue("mcpServers is missing: expected {\"mcpServers\": {\"name\": {\"command\": …}}} or"
                        + " {\"event\": …, \"server\": …}");
            }
            this.servers = servers == null ? Map.of() : Map.copyOf(servers);
            this.event = event;
            this.server = server;
            check();
        }

        public Configure(Map<String, JsonNode> servers) {
            this(servers, null, null);
        }

        private void check() {
            if (event != null && !servers.isEmpty()) {
                throw new BadValue("mcpServers", new TreeMap<>(servers).keySet(), "none together with an event");
            }
            if (server != null) {
                McpServerEntry.checkName(server);
            }
            if (server == null ? event == InstallationEvent.MCP_REDEPLOY : event == null) {
                throw new BadValue("server", String.valueOf(server), "a server with the event that it is about");
            }
            if (servers.size() > SERVERS_MAX) {
                throw new BadValue("number of mcpServers", servers.size(), "at most " + SERVERS_MAX);
            }
            new TreeMap<>(servers).forEach(McpServerEntry::check);
        }

        @Override
        public String type() {
            return "configure";
        }

        @Override
        public CommandSpec shown() {
            Map<String, JsonNode> shown = new TreeMap<>();
            servers.forEach((name, entry) -> shown.put(name, McpServerEntry.shown(entry)));
            return new Configure(shown, event, server);
        }

        @Override
        public String toString() {
            return "Configure"
                    + (event == null ? new TreeMap<>(servers).keySet() : "[" + event.wireName() + " " + server + "]");
        }
    }

    /// One more server, or another one under its name; the entry has a `name` besides the rest.
    @JsonTypeName("spawn")
    @JsonIgnoreProperties(value = "type", allowGetters = true)
    record Spawn(JsonNode server) implements McpCommand {
        public Spawn {
            if (server == null || !server.path("name").isString()) {
                throw new BadValue("server.name is missing: expected {\"server\": {\"name\": …, \"command\": …}}");
            }
            McpServerEntry.check(server.path("name").stringValue(), server);
        }

        @Override
        public String type() {
            return "spawn";
        }

        @JsonIgnore
        public String name() {
            return server.path("name").stringValue();
        }

        /// As it would stand in an `mcpServers` file.
        @JsonIgnore
        public JsonNode entry() {
            JsonNode entry = server.deepCopy();
            if (entry instanceof ObjectNode fields) {
                fields.remove("name");
            }
            return entry;
        }

        @Override
        public CommandSpec shown() {
            return new Spawn(McpServerEntry.shown(server));
        }

        @Override
        public String toString() {
            return "Spawn[" + name() + "]";
        }
    }

    /// Ends a server that a command brought, and takes it away.
    @JsonTypeName("kill")
    @JsonIgnoreProperties(value = "type", allowGetters = true)
    record Kill(String server) implements McpCommand {
        public Kill {
            McpServerEntry.checkName(server);
        }

        @Override
        public String type() {
            return "kill";
        }
    }

    /// Ends a server's processes or sessions and begins anew, whatever was before.
    @JsonTypeName("restart")
    @JsonIgnoreProperties(value = "type", allowGetters = true)
    record Restart(String server) implements McpCommand {
        public Restart {
            McpServerEntry.checkName(server);
        }

        @Override
        public String type() {
            return "restart";
        }
    }

    /// Finds out whether a server, or each of them, is well: `check` is `connectivity` (the default) or
    /// `credential_validation`.
    @JsonTypeName("health_check")
    @JsonIgnoreProperties(value = "type", allowGetters = true)
    record HealthCheck(@Nullable String server, String check) implements McpCommand {
        public static final String CONNECTIVITY = "connectivity";
        public static final String CREDENTIAL_VALIDATION = "credential_validation";

        public HealthCheck(
                @JsonProperty("server") @Nullable String server, @JsonProperty("check") @Nullable String check) {
            this.server = server;
            this.check = check == null ? CONNECTIVITY : check;
            if (server != null) {
                McpServerEntry.checkName(server);
            }
            if (!this.check.equals(CONNECTIVITY) && !this.check.equals(CREDENTIAL_VALIDATION)) {
                throw new BadValue("check", this.check, CONNECTIVITY + " or " + CREDENTIAL_VALIDATION);
            }
        }

        @Override
        public String type() {
            return "health_check";
        }
    }
}
