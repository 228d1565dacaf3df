package dev.perigee.satellite.config;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Gives those servers that are programs the limits of a configuration, as far as they say nothing else. Pure.
final class ResourceDefaults {
    private ResourceDefaults() {}

    static Map<String, JsonNode> laidUnder(Map<String, JsonNode> servers, JsonNode limits) {
        if (!(limits instanceof ObjectNode defaults)) {
            return servers;
        }
        Map<String, JsonNode> limited = new TreeMap<>();
        servers.forEach((name, entry) -> limited.put(name, limited(entry, defaults)));
        return limited;
    }

    private static JsonNode limited(JsonNode entry, ObjectNode defaults) {
        boolean own = entry.path("resources").isMissingNode()
                || entry.path("resources").isObject();
        if (!(entry instanceof ObjectNode fields) || !fields.has("command") || !own) {
            return entry;
        }
        ObjectNode resources = JsonNodeFactory.instance.objectNode();
        resources.setAll(defaults);
        if (fields.path("resources") instanceof ObjectNode given) {
            resources.setAll(given);
        }
        ObjectNode whole = fields.deepCopy();
        whole.set("resources", resources);
        return whole;
    }
}
