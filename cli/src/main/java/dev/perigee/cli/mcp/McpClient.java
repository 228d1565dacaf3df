package dev.perigee.cli.mcp;

import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.Version;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An MCP client of the version 2025-11-25 over HTTP, which can be asked nothing. Says hello when it is opened and
/// goodbye when it is closed. Each call blocks; `cancel` may come from another thread meanwhile.
final class McpClient implements AutoCloseable {
    private static final String PROTOCOL = "2025-11-25";
    private static final Duration ANSWER_MAX = Duration.ofSeconds(90);
    private static final Duration CALL_MAX = Duration.ofHours(2);
    private static final Duration NOTIFY_MAX = Duration.ofSeconds(5);
    private static final Duration GOODBYE_MAX = Duration.ofSeconds(5);
    private static final int PAGES_MAX = 100;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final DoorHttp http;
    private final String session;
    private final AtomicLong lastId;

    private McpClient(DoorHttp http, String session, AtomicLong lastId) {
        this.http = http;
        this.session = session;
        this.lastId = lastId;
    }

    /// Throws `CliException` when there is no door, or it does not let this client in.
    static McpClient open(DoorHttp http) throws InterruptedException {
        AtomicLong lastId = new AtomicLong();
        McpClient unknown = new McpClient(http, "", lastId);
        ObjectNode params = NODES.objectNode().put("protocolVersion", PROTOCOL);
        params.set("capabilities", NODES.objectNode());
        params.set("clientInfo", NODES.objectNode().put("name", "perigee").put("version", Version.current()));
        HttpResponse<InputStream> answer =
                unknown.post(unknown.message("initialize", params).put("id", lastId.incrementAndGet()), ANSWER_MAX);
        String session = answer.headers().firstValue("Mcp-Session-Id").orElse("");
        unknown.result(answer, lastId.get(), _ -> {});
        McpClient client = new McpClient(http, session, lastId);
        client.notify("notifications/initialized", NODES.objectNode());
        return client;
    }

    /// All tools, page by page.
    List<JsonNode> tools() throws InterruptedException {
        List<JsonNode> tools = new ArrayList<>();
        ObjectNode params = NODES.objectNode();
        for (int page = 0; page < PAGES_MAX; page++) {
            JsonNode result = request(lastId.incrementAndGet(), "tools/list", params, ANSWER_MAX, _ -> {});
            result.path("tools").forEach(tools::add);
            String cursor = result.path("nextCursor").asString("");
            if (cursor.isEmpty()) {
                return tools;
            }
            params = NODES.objectNode().put("cursor", cursor);
        }
        return tools;
    }

    /// The id under which the next call can be cancelled.
    long nextId() {
        return lastId.incrementAndGet();
    }

    /// Calls a tool; what the server says meanwhile goes to `heard`. Throws `CliException` with the server's error.
    JsonNode call(long id, String tool, JsonNode arguments, Consumer<JsonNode> heard) throws InterruptedException {
        ObjectNode params = NODES.objectNode().put("name", tool);
        params.set("arguments", arguments);
        params.set("_meta", NODES.objectNode().put("progressToken", id));
        return request(id, "tools/call", params, CALL_MAX, heard);
    }

    /// Tells the server that nobody waits for a call any more.
    void cancel(long id) throws InterruptedException {
        notify(
                "notifications/cancelled",
                NODES.objectNode().put("requestId", id).put("reason", "interrupted by the user"));
    }

    @Override
    public void close() {
        if (session.isEmpty()) {
            return;
        }
        try {
            http.send(headers().timeout(GOODBYE_MAX).DELETE().build()).body().close();
        } catch (CliException | IOException _) {
            // The door forgets clients that stay away.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode request(long id, String method, ObjectNode params, Duration max, Consumer<JsonNode> heard)
            throws InterruptedException {
        return result(post(message(method, params).put("id", id), max), id, heard);
    }

    private void notify(String method, ObjectNode params) throws InterruptedException {
        try (InputStream _ = post(message(method, params), NOTIFY_MAX).body()) {
            // Nothing comes back.
        } catch (IOException e) {
            throw http.lost(e);
        }
    }

    private JsonNode result(HttpResponse<InputStream> answer, long id, Consumer<JsonNode> heard)
            throws InterruptedException {
        boolean stream = answer.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
        if (!stream) {
            return resultOf(read(http.body(answer)));
        }
        try (InputStream body = answer.body()) {
            return last(new ServerSentEvents(body), id, heard);
        } catch (IOException e) {
            throw http.lost(e);
        }
    }

    private JsonNode last(ServerSentEvents events, long id, Consumer<JsonNode> heard)
            throws IOException, InterruptedException {
        for (ServerSentEvents.Event event = events.next(); event != null; event = events.next()) {
            JsonNode message = read(event.data().getBytes(StandardCharsets.UTF_8));
            if (!message.has("method")) {
                if (message.path("id").asLong(-1) == id) {
                    return resultOf(message);
                }
            } else if (message.has("id")) {
                refuse(message);
            } else {
                heard.accept(message);
            }
        }
        throw new CliException("the stream from " + http.address().door() + " ended without the answer");
    }

    /// A question of the server: this client said that it can be asked nothing.
    private void refuse(JsonNode question) throws InterruptedException, IOException {
        ObjectNode answer = NODES.objectNode().put("jsonrpc", "2.0");
        answer.set("id", question.path("id"));
        answer.set(
                "error",
                NODES.objectNode().put("code", -32601).put("message", "perigee mcp call can be asked nothing"));
        post(answer, ANSWER_MAX).body().close();
    }

    private JsonNode resultOf(JsonNode message) {
        JsonNode error = message.path("error");
        if (error.isObject()) {
            String data = error.has("data") ? " " + error.path("data") : "";
            throw new CliException(error.path("message").asString("the server gave no reason") + " (code "
                    + error.path("code").asInt(0) + ")" + data);
        }
        return message.path("result");
    }

    private JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new CliException(
                    "no MCP from " + http.address().door() + ": expected JSON: " + e.getOriginalMessage());
        }
    }

    private ObjectNode message(String method, ObjectNode params) {
        ObjectNode message = NODES.objectNode().put("jsonrpc", "2.0").put("method", method);
        message.set("params", params);
        return message;
    }

    private HttpResponse<InputStream> post(ObjectNode message, Duration max) throws InterruptedException {
        HttpResponse<InputStream> answer = http.send(headers()
                .timeout(max)
                .POST(HttpRequest.BodyPublishers.ofString(message.toString()))
                .build());
        if (answer.statusCode() / 100 != 2) {
            throw http.refused(answer);
        }
        return answer;
    }

    private HttpRequest.Builder headers() {
        HttpRequest.Builder request = http.address()
                .request()
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        return session.isEmpty()
                ? request
                : request.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", PROTOCOL);
    }
}
