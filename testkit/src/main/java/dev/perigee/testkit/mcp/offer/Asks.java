package dev.perigee.testkit.mcp.offer;

import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// Requests that a server makes of its client.
final class Asks {
    private Asks() {}

    static ObjectNode elicit(String message, String schema) {
        ObjectNode request = request("elicitation/create");
        ObjectNode params = request.putObject("params").put("message", message);
        params.set("requestedSchema", Json.object(schema));
        return request;
    }

    static ObjectNode elicitUrl(String message, String url) {
        ObjectNode request = request("elicitation/create");
        request.putObject("params")
                .put("mode", "url")
                .put("message", message)
                .put("url", url)
                .put("elicitationId", "visit-1");
        return request;
    }

    static ObjectNode sample(String prompt, int maxTokens) {
        ObjectNode request = request("sampling/createMessage");
        ObjectNode params = request.putObject("params");
        ObjectNode message = params.putArray("messages").addObject().put("role", "user");
        message.set("content", Content.text(prompt));
        params.put("maxTokens", maxTokens);
        return request;
    }

    static ObjectNode roots() {
        ObjectNode request = request("roots/list");
        request.putObject("params");
        return request;
    }

    /// Asks one thing, and makes a result of the answer.
    static Behaviour asking(String key, Function<Call, ObjectNode> request, Function<ObjectNode, ObjectNode> result) {
        return call -> call.answer(key)
                .<Outcome>map(answer -> new Outcome.Done(result.apply(answer)))
                .orElseGet(() -> new Outcome.Ask(key, request.apply(call)));
    }

    /// What the user put into a field; empty if nothing or if the user declined.
    static String field(ObjectNode elicited, String name) {
        return Json.member(elicited, "content").path(name).asString("");
    }

    /// What the model said.
    static String said(ObjectNode sampled) {
        return Json.member(sampled, "content").path("text").asString("");
    }

    private static ObjectNode request(String method) {
        return Json.object().put("method", method);
    }
}
