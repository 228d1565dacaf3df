package dev.perigee.gateway.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.gateway.config.UpstreamConfig.Transport;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The JSON by which desktop clients and editors are told of MCP servers: `{"mcpServers": {"files": {"command": "npx",
/// "args": […], "env": {…}}, "far": {"type": "http", "url": "https://…", "headers": {…}}}}`. Fields that only matter to
/// those tools are passed over; a server that is `disabled` is left out.
public record McpServersFile(List<UpstreamConfig> servers) {
    private record Document(
            @JsonProperty("mcpServers") @Nullable Map<String, Entry> servers) {}

    private record Entry(
            @JsonProperty("type") @Nullable String type,
            @JsonProperty("command") @Nullable String command,
            @JsonProperty("args") @Nullable List<String> args,
            @JsonProperty("env") @Nullable Map<String, String> env,
            @JsonProperty("cwd") @Nullable String cwd,
            @JsonProperty("url") @Nullable String url,
            @JsonProperty("headers") @Nullable Map<String, String> headers,
            @JsonProperty("disabled") @Nullable Boolean disabled) {}

    /// Reads the file's text. Throws `BadValue`, which names the server and what is wrong with it.
    public static McpServersFile parse(byte[] json) {
        Map<String, Entry> entries = Json.WIRE.read(json, Document.class).servers();
        if (entries == null) {
            throw new BadValue("mcpServers is missing: expected {\"mcpServers\": {\"name\": {\"command\": …}}}");
        }
        return new McpServersFile(new TreeMap<>(entries)
                .entrySet().stream()
                        .filter(entry -> !Boolean.TRUE.equals(entry.getValue().disabled()))
                        .map(entry -> config(new ServerName(entry.getKey()), entry.getValue()))
                        .toList());
    }

    private static UpstreamConfig config(ServerName name, Entry entry) {
        if ((entry.command() == null) == (entry.url() == null)) {
            throw new BadValue("server " + name + ": expected either a command or a url");
        }
        if (entry.command() != null) {
            requireType(name, entry.type(), List.of("stdio"));
            return new UpstreamConfig.Stdio(
                    name,
                    entry.command(),
                    Objects.requireNonNullElse(entry.args(), List.of()),
                    Objects.requireNonNullElse(entry.env(), Map.of()),
                    entry.cwd());
        }
        requireType(name, entry.type(), List.of("http", "streamable-http", "streamableHttp", "sse"));
        return new UpstreamConfig.Http(
                name,
                url(name, entry.url()),
                Objects.requireNonNullElse(entry.headers(), Map.of()),
                "sse".equals(entry.type()) ? Transport.SSE : Transport.STREAMABLE);
    }

    private static void requireType(ServerName name, @Nullable String type, List<String> expected) {
        if (type != null && !expected.contains(type)) {
            throw new BadValue("type of server " + name, type, String.join(", ", expected) + " or none");
        }
    }

    private static URI url(ServerName name, @Nullable String url) {
        try {
            return new URI(String.valueOf(url));
        } catch (URISyntaxException e) {
            throw new BadValue(
                    "url of server " + name + ": " + e.getReason() + ": expected one such as https://host/mcp");
        }
    }
}
