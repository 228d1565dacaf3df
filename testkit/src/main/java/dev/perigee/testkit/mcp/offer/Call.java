package dev.perigee.testkit.mcp.offer;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One round of a call: the request's parameters, what the client answered to the round before, and the state that
/// the round before left, empty if there was none.
public record Call(ObjectNode params, Client client, ObjectNode answers, String state) {
    public Call(ObjectNode params, Client client) {
        this(params, client, Json.object(), "");
    }

    /// The next round.
    public Call answered(ObjectNode answers, String state) {
        return new Call(params, client, answers, state);
    }

    String name() {
        return params.path("name").asString("");
    }

    String argument(String name, String otherwise) {
        return Json.member(params, "arguments").path(name).asString(otherwise);
    }

    int argument(String name, int otherwise) {
        return Json.member(params, "arguments").path(name).asInt(otherwise);
    }

    /// Throws `Refusal` when the client answered with something that is no object.
    Optional<ObjectNode> answer(String key) {
        Optional<JsonNode> answer = answers.optional(key);
        if (answer.isPresent() && !answer.get().isObject()) {
            throw new Refusal(Refusal.INVALID_PARAMS, "inputResponses." + key + ": expected an object");
        }
        return answer.map(ObjectNode.class::cast);
    }
}
