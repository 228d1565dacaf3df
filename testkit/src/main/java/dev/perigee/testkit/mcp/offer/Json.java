package dev.perigee.testkit.mcp.offer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON as trees, there and back. Thread-safe.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /// Of a text that is known to be an object.
    public static ObjectNode object(String text) {
        return (ObjectNode) MAPPER.readTree(text);
    }

    /// Throws `JacksonException` when it is no JSON.
    public static JsonNode parse(byte[] bytes) {
        return MAPPER.readTree(bytes);
    }

    /// On one line.
    public static String text(JsonNode json) {
        return MAPPER.writeValueAsString(json);
    }

    /// The member, or an empty object if there is none.
    public static ObjectNode member(JsonNode json, String name) {
        return json.path(name) instanceof ObjectNode member ? member : object();
    }
}
