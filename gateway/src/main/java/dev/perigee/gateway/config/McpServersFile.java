package dev.perigee.gateway.config;

import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The JSON by which desktop clients and editors are told of MCP servers: `{"mcpServers": {"files": {"command": "npx",
/// "args": […], "env": {…}}, "far": {"type": "http", "url": "https://…", "headers": {…}}}}`, or `servers` as VS Code
/// has it. Fields that only matter to those tools are passed over; a server that is `disabled` is left out.
public record McpServersFile(List<UpstreamConfig> servers) {
    public static final int SERVERS_MAX = 1_000;

    public McpServersFile {
        servers = List.copyOf(servers);
    }

    /// Reads the file's text in the environment of this process. Throws `BadServers`, which names all that is wrong.
    public static McpServersFile parse(byte[] json) {
        return parse(json, System.getenv());
    }

    /// As `parse(byte[])`, with those environment variables.
    public static McpServersFile parse(byte[] json, Map<String, String> environment) {
        return parse(json, new References.Surroundings(environment, Map.of()));
    }

    /// As `parse(byte[])`, with secrets by their whole references, such as `secret:token@3`.
    public static McpServersFile parseWith(byte[] json, Map<String, String> secrets) {
        return parse(json, new References.Surroundings(System.getenv(), secrets));
    }

    private static McpServersFile parse(byte[] json, References.Surroundings around) {
        List<UpstreamConfig> servers = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try {
            entries(json).forEach((name, entry) -> {
                try {
                    Fields fields = new Fields(new ServerName(name), entry, new References(around));
                    if (!fields.flag("disabled", false)) {
                        new Entry(fields, around.environment()).config().ifPresent(servers::add);
                    }
                    problems.addAll(fields.problems());
                } catch (BadValue e) {
                    problems.add(String.valueOf(e.getMessage()));
                }
            });
        } catch (BadValue e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        if (!problems.isEmpty()) {
            throw new BadServers(problems);
        }
        return new McpServersFile(servers);
    }

    private static Map<String, JsonNode> entries(byte[] json) {
        JsonNode document = Json.WIRE.read(json, JsonNode.class);
        JsonNode entries = document.has("mcpServers") ? document.get("mcpServers") : document.get("servers");
        if (entries == null || !entries.isObject()) {
            throw new BadValue("mcpServers is missing: expected {\"mcpServers\": {\"name\": {\"command\": …}}}");
        }
        if (entries.size() > SERVERS_MAX) {
            throw new BadValue("mcpServers", entries.size() + " servers", "at most " + SERVERS_MAX);
        }
        Map<String, JsonNode> byName = new TreeMap<>();
        entries.properties().forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
        return byName;
    }
}
