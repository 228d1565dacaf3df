package dev.perigee.cli.mcp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What a tool says of its arguments, as far as the command line needs it. Whether arguments fit is for the server to
/// say.
record ToolSchema(JsonNode tool) {
    String name() {
        return tool.path("name").asString("");
    }

    List<String> arguments() {
        return List.copyOf(properties().propertyNames());
    }

    JsonNode argument(String name) {
        return properties().path(name);
    }

    /// Whether names that it does not list are meant to be given.
    boolean takesOthers() {
        JsonNode others = tool.path("inputSchema").path("additionalProperties");
        return others.isObject() || others.asBoolean(false);
    }

    /// The JSON types that a value may have; none where the schema does not say.
    static Set<String> types(JsonNode schema) {
        Set<String> types = new LinkedHashSet<>();
        JsonNode type = schema.path("type");
        if (type.isString()) {
            types.add(type.asString());
        }
        type.values().forEach(one -> types.add(one.asString("")));
        for (String choice : List.of("anyOf", "oneOf")) {
            schema.path(choice).values().forEach(one -> types.addAll(types(one)));
        }
        return types;
    }

    /// Such as `path, [limit]`: those in brackets may be left out.
    String summary() {
        Set<String> required = new LinkedHashSet<>();
        tool.path("inputSchema").path("required").values().forEach(name -> required.add(name.asString("")));
        List<String> words = new ArrayList<>();
        for (String name : arguments()) {
            words.add(required.contains(name) ? name : "[" + name + "]");
        }
        return String.join(" ", words);
    }

    private JsonNode properties() {
        return tool.path("inputSchema").path("properties");
    }
}
