package dev.perigee.testkit.mcp.fault;

import dev.perigee.testkit.mcp.offer.Json;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the server does with each message. `echo` is well; a client that has roots is shown one tool more. Thread-safe.
final class FaultyTools {
    static final long MUCH = 100_000_000;

    private static final List<String> NAMES =
            List.of("echo", "die", "die_in_stream", "hang", "cancellations", "drip", "flood", "wrong_id", "babble");
    private static final JsonNode WRONG = JsonNodeFactory.instance.numberNode(123_456_789);
    private static final String FOR_ROOTS = "for_roots";

    private final Discovery discovery;
    private final AtomicInteger cancelled = new AtomicInteger();

    FaultyTools(Discovery discovery) {
        this.discovery = discovery;
    }

    /// `capabilities` are those of the client.
    void take(ObjectNode message, ObjectNode capabilities, Wire wire) throws IOException {
        JsonNode id = message.path("id");
        switch (message.path("method").asString("")) {
            case "initialize" -> answer(id, greeting(), wire);
            case "tools/list" -> list(id, capabilities, wire);
            case "tools/call" -> call(id, Json.member(message, "params"), wire);
            case "notifications/cancelled" -> {
                cancelled.incrementAndGet();
                wire.end();
            }
            default -> {
                if (id.isMissingNode()) {
                    wire.end();
                } else {
                    answer(id, Json.object(), wire);
                }
            }
        }
    }

    private void list(JsonNode id, ObjectNode capabilities, Wire wire) throws IOException {
        switch (discovery) {
            case ANSWERS -> answer(id, tools(capabilities.has("roots")), wire);
            case DIES -> wire.die();
            case HANGS -> {}
        }
    }

    private void call(JsonNode id, ObjectNode params, Wire wire) throws IOException {
        String text = params.path("arguments").path("text").asString("");
        switch (params.path("name").asString("")) {
            case "die" -> wire.die();
            case "die_in_stream" -> {
                wire.send(progress(params));
                wire.die();
            }
            case "hang" -> {}
            case "cancellations" -> answer(id, text(cancelled.toString()), wire);
            case "drip" -> {
                wire.drip(response(id, text(text)));
                wire.end();
            }
            case "flood" ->
                wire.flood(
                        "{\"jsonrpc\":\"2.0\",\"id\":" + id
                                + ",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"",
                        MUCH);
            case "wrong_id" -> wire.send(response(WRONG, text(text)));
            case "babble" -> {
                wire.babble(MUCH);
                answer(id, text(text), wire);
            }
            default -> answer(id, text(text), wire);
        }
    }

    private static void answer(JsonNode id, ObjectNode result, Wire wire) throws IOException {
        wire.send(response(id, result));
        wire.end();
    }

    private static ObjectNode response(JsonNode id, ObjectNode result) {
        ObjectNode response = Json.object().put("jsonrpc", "2.0");
        response.set("id", id);
        response.set("result", result);
        return response;
    }

    private static ObjectNode progress(ObjectNode params) {
        ObjectNode notification = Json.object().put("jsonrpc", "2.0").put("method", "notifications/progress");
        ObjectNode own = notification.putObject("params");
        own.set("progressToken", params.path("_meta").path("progressToken"));
        own.put("progress", 1);
        return notification;
    }

    private static ObjectNode text(String text) {
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }

    private static ObjectNode tools(boolean withRoots) {
        ObjectNode result = Json.object();
        ArrayNode tools = result.putArray("tools");
        NAMES.forEach(name -> tools.add(tool(name)));
        if (withRoots) {
            tools.add(tool(FOR_ROOTS));
        }
        return result;
    }

    private static ObjectNode tool(String name) {
        ObjectNode tool = Json.object().put("name", name);
        tool.putObject("inputSchema").put("type", "object");
        return tool;
    }

    private static ObjectNode greeting() {
        ObjectNode greeting = Json.object().put("protocolVersion", "2025-11-25");
        greeting.putObject("capabilities").putObject("tools");
        greeting.putObject("serverInfo").put("name", "faulty").put("version", "1");
        return greeting;
    }
}
