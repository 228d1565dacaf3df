package dev.perigee.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An MCP client of the legacy era over HTTP, as bare as can be. Its requests have the ids that they are given.
final class McpVisitor {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI door;
    private @Nullable String session;

    private McpVisitor(HttpClient http, URI door) {
        this.http = http;
        this.door = door;
    }

    /// One who has said hello.
    static McpVisitor greeting(HttpClient http, URI door, String capabilities) throws Exception {
        McpVisitor visitor = new McpVisitor(http, door);
        HttpResponse<String> answer = visitor.post("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
                        + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":" + capabilities
                        + ",\"clientInfo\":{\"name\":\"visitor\",\"version\":\"1\"}}}")
                .get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS);
        visitor.session = answer.headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow(() -> new AssertionError(door + " said " + answer.body()));
        visitor.tell("notifications/initialized", "{}");
        return visitor;
    }

    /// The one response.
    JsonNode call(int id, String tool, String text) throws Exception {
        return beginCall(id, tool, text)
                .get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS)
                .getLast();
    }

    /// All messages of the answer, the response last.
    CompletableFuture<List<JsonNode>> beginCall(int id, String tool, String text) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", tool);
        params.putObject("arguments").put("text", text);
        params.putObject("_meta").put("progressToken", "token");
        return request(id, "tools/call", params.toString());
    }

    CompletableFuture<List<JsonNode>> request(int id, String method, String params) {
        return post("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}")
                .thenApply(McpVisitor::messages);
    }

    void tell(String method, String params) throws Exception {
        int status = post("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}")
                .get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS)
                .statusCode();
        if (status != 202) {
            throw new AssertionError(method + " was answered with " + status);
        }
    }

    private CompletableFuture<HttpResponse<String>> post(String message) {
        HttpRequest.Builder request = HttpRequest.newBuilder(door)
                .timeout(ANSWER_MAX)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(message));
        if (session != null) {
            request.header("Mcp-Session-Id", session);
        }
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static List<JsonNode> messages(HttpResponse<String> answer) {
        if (answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")) {
            return answer.body()
                    .lines()
                    .filter(line -> line.startsWith("data: {"))
                    .map(line -> JsonMapper.shared().readTree(line.substring("data: ".length())))
                    .toList();
        }
        return List.of(JsonMapper.shared().readTree(answer.body()));
    }
}
