package dev.perigee.protocol.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.Digest;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A configuration, or a layer of one, in its canonical form: the fields of each object in the order of their names,
/// no space between. Two that say the same have the same `text` and so the same `hash`. Prints without its content,
/// which may be secret.
public record ConfigDocument(@JsonValue ObjectNode json) {
    public static final int CHARACTERS_MAX = 1024 * 1024;
    public static final ConfigDocument EMPTY = new ConfigDocument(JsonNodeFactory.instance.objectNode());

    /// Throws `BadValue` when it is too long.
    public ConfigDocument {
        json = sorted(json);
        int length = json.toString().length();
        if (length > CHARACTERS_MAX) {
            throw new BadValue("configuration", length + " characters", "at most " + CHARACTERS_MAX);
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ConfigDocument of(JsonNode json) {
        if (json instanceof ObjectNode object) {
            return new ConfigDocument(object);
        }
        throw new BadValue("configuration is " + json.getNodeType() + ": expected a JSON object");
    }

    public static ConfigDocument parse(String text) {
        return of(Json.STRICT.read(text, JsonNode.class));
    }

    public boolean isEmpty() {
        return json.isEmpty();
    }

    public String text() {
        return Json.WIRE.text(json);
    }

    /// The SHA-256 of the text, in hexadecimal.
    public String hash() {
        return Digest.of(text()).hex();
    }

    @Override
    public String toString() {
        return "ConfigDocument[" + hash() + "]";
    }

    private static ObjectNode sorted(ObjectNode object) {
        Map<String, JsonNode> fields = new TreeMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
        ObjectNode sorted = JsonNodeFactory.instance.objectNode();
        fields.forEach(sorted::set);
        return sorted;
    }

    private static JsonNode sorted(JsonNode node) {
        return node instanceof ObjectNode object ? sorted(object) : node;
    }
}
