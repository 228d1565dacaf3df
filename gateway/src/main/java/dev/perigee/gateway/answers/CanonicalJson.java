package dev.perigee.gateway.answers;

import dev.perigee.gateway.rpc.JsonObject;
import java.util.TreeMap;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Params as a text that is the same for all that mean the same: members in the order of their names, no spaces, and
/// without `_meta`, which is about the request and not about what is asked. Different texts may still mean the same
/// (`1` and `1.0`), never the other way round.
final class CanonicalJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private CanonicalJson() {}

    static String of(JsonObject params) {
        JsonNode tree = JSON.readTree(params.bytes());
        if (tree instanceof ObjectNode object) {
            object.remove("_meta");
        }
        return sorted(tree).toString();
    }

    private static JsonNode sorted(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                TreeMap<String, JsonNode> members = new TreeMap<>();
                object.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
                ObjectNode ordered = JsonNodeFactory.instance.objectNode();
                members.forEach(ordered::set);
                yield ordered;
            }
            case ArrayNode array -> {
                ArrayNode ordered = JsonNodeFactory.instance.arrayNode();
                array.forEach(item -> ordered.add(sorted(item)));
                yield ordered;
            }
            default -> node;
        };
    }
}
