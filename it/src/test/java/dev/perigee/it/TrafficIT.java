package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What goes through a satellite's gateway is known to whoever asks the control plane, and nothing secret with
/// it.
final class TrafficIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SECRET = "tide-table-of-the-moon";

    private static final String SERVER = """
            echo "starting with $API_TOKEN" >&2
            reply() { printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$1"; }
            while read -r line; do
              id=${line#*'"id":'}; id=${id%%[,\\}]*}
              case $line in
                *'"method":"initialize"'*) reply '{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},'\\
            '"serverInfo":{"name":"sh","version":"1"}}' ;;
                *'"method":"tools/list"'*) reply '{"tools":[{"name":"read","inputSchema":{"type":"object"}}]}' ;;
                *'"method":"tools/call"'*) reply '{"content":[{"type":"text","text":"it is '"$API_TOKEN"'"}]}' ;;
                *'"method":"ping"'*) reply '{}' ;;
                *'"id":'*) printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"no"}}\\n' "$id" ;;
              esac
            done
            """;

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    @Test
    void whatGoesThroughTheGatewayIsListedWithWhoseItIsAndNoSecret() throws Exception {
        URI door = McpDoor.of(processes
                .start(Map.of(), "up", "--port", "0", "--mcp-port", "0", "--data", data().toString())
                .awaitReady());
        Path script = Files.writeString(directory.resolve("server.sh"), SERVER);
        Ran set = put(
                "{\"mcpServers\":{\"files\":{\"command\":\"sh\",\"args\":[\"" + script + "\"],\"env\":{\"API_TOKEN\":\""
                        + SECRET + "\"},\"team\":\"blue\",\"user\":\"ada\",\"installation\":\"inst-1\"}}}");
        assertThat(set.exitCode()).as(set.toString()).isZero();
        Await.until(
                "its server is there",
                SOON,
                () -> newest("mcp.tools.discovered").path("server").asString("").equals("files"));

        try (HttpClient http = HttpClient.newHttpClient()) {
            McpVisitor visitor = McpVisitor.greeting(http, door, "{}");
            assertThat(visitor.call(1, "files__read", SECRET).toString()).contains(SECRET);
            Await.until(
                    "the call is told", SOON, () -> newest("mcp.tool.executed").has("tool"));
            Await.until(
                    "what went in and out is told",
                    SOON,
                    () -> newest("mcp.request.logs").has("requests"));
        }
        JsonNode executed = newest("mcp.tool.executed");
        assertThat(executed.path("tool").asString()).isEqualTo("read");
        assertThat(executed.path("server").asString()).isEqualTo("files");
        assertThat(executed.path("team").asString()).isEqualTo("blue");
        assertThat(executed.path("user").asString()).isEqualTo("ada");
        assertThat(executed.path("installation").asString()).isEqualTo("inst-1");
        assertThat(executed.path("success").asBoolean()).isTrue();
        JsonNode request = newest("mcp.request.logs").path("requests").path(0);
        assertThat(request.path("parameters").toString()).isEqualTo("{\"text\":\"***\"}");
        assertThat(request.path("response").toString()).contains("it is ***");
        assertThat(newest("mcp.server.logs")
                        .path("entries")
                        .path(0)
                        .path("message")
                        .asString())
                .isEqualTo("starting with ***");
        assertThat(newest("mcp.client.connected").path("client").asString()).contains("visitor 1");
        assertThat(newest("config.refreshed").path("servers").asInt()).isEqualTo(1);
        assertThat(all()).doesNotContain(SECRET).contains("mcp.server.status_changed");
        assertThat(client().run("events").out()).contains("mcp.tool.executed").doesNotContain(SECRET);
    }

    @Test
    void whoseAServerIsMustBeSaidWell() throws Exception {
        processes
                .start(Map.of(), "up", "--port", "0", "--mcp-port", "0", "--data", data().toString())
                .awaitReady();
        Ran refused = put("{\"mcpServers\":{\"a\":{\"command\":\"true\",\"team\":\"no team\",\"user\":7}}}");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("/mcpServers/a/team", "1 to 63", "/mcpServers/a/user");
    }

    private Ran put(String document) throws Exception {
        Path file = Files.writeString(directory.resolve("layer.json"), document);
        return client().run("config set", "satellite:local", file.toString());
    }

    /// The data of the newest event of that type; missing when there is none.
    private JsonNode newest(String type) throws Exception {
        return client().run("events", "--type", type, "-o", "json")
                .json()
                .path("events")
                .path(0)
                .path("event")
                .path("data");
    }

    private String all() throws Exception {
        return client().run("events", "--limit", "500", "-o", "json").out();
    }

    private Perigee client() {
        return new Perigee(processes, data());
    }

    private Path data() {
        return directory.resolve("data");
    }
}
