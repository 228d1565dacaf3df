package dev.perigee.testkit.mcp;

import dev.perigee.testkit.mcp.offer.Json;
import dev.perigee.testkit.mcp.offer.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON-RPC messages.
final class Rpc {
    private Rpc() {}

    static ObjectNode result(JsonNode id, ObjectNode result) {
        ObjectNode message = head();
        message.set("id", id);
        message.set("result", result);
        return message;
    }

    static ObjectNode error(JsonNode id, Refusal refusal) {
        ObjectNode message = head();
        message.set("id", id);
        message.set("error", refusal.error());
        return message;
    }

    /// To a message that could not be read, and so has no id.
    static ObjectNode error(Refusal refusal) {
        ObjectNode message = head();
        message.set("error", refusal.error());
        return message;
    }

    static ObjectNode request(String id, ObjectNode methodAndParams) {
        return head().put("id", id).setAll(methodAndParams);
    }

    static ObjectNode notification(String method, ObjectNode params) {
        ObjectNode message = head().put("method", method);
        message.set("params", params);
        return message;
    }

    static String method(ObjectNode message) {
        return message.path("method").asString("");
    }

    static boolean isRequest(ObjectNode message) {
        return message.has("id") && message.has("method");
    }

    static ObjectNode params(ObjectNode message) {
        return Json.member(message, "params");
    }

    static Refusal unknownMethod(String method) {
        return new Refusal(Refusal.METHOD_NOT_FOUND, "Method not found: " + method);
    }

    private static ObjectNode head() {
        return Json.object().put("jsonrpc", "2.0");
    }
}
