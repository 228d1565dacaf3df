package dev.perigee.cli.mcp;

import dev.perigee.cli.shell.Nearest;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes a tool's arguments of words such as `limit=10`: each value gets the type that the tool's schema says. A name
/// that is given again adds to an array.
final class ToolArguments {
    private final ToolSchema schema;
    private final ObjectNode arguments;

    /// `given` is laid under the words.
    ToolArguments(ToolSchema schema, ObjectNode given) {
        this.schema = schema;
        this.arguments = given;
    }

    ObjectNode with(List<String> words) {
        words.forEach(this::add);
        return arguments;
    }

    private void add(String word) {
        int equals = word.indexOf('=');
        if (equals < 1) {
            throw new BadValue("--arg", word, "NAME=VALUE");
        }
        String name = word.substring(0, equals);
        String value = word.substring(equals + 1);
        JsonNode known = schema.argument(name);
        if (known.isMissingNode() && !schema.takesOthers()) {
            List<String> names = schema.arguments();
            throw new BadValue("tool " + schema.name() + " has no argument \"" + name + "\": "
                    + (names.isEmpty() ? "expected none" : Nearest.hint(name, names)));
        }
        Set<String> types = ToolSchema.types(known);
        if (types.contains("array") && !value.stripLeading().startsWith("[")) {
            ArrayNode items = arguments.path(name) instanceof ArrayNode array ? array : McpClient.NODES.arrayNode();
            items.add(value(name, value, ToolSchema.types(known.path("items"))));
            arguments.set(name, items);
        } else {
            arguments.set(name, value(name, value, types));
        }
    }

    private static JsonNode value(String name, String text, Set<String> types) {
        if (types.isEmpty()) {
            return json(text).orElseGet(() -> McpClient.NODES.stringNode(text));
        }
        for (String type : types) {
            Optional<JsonNode> value = type.equals("string") ? Optional.empty() : as(type, text);
            if (value.isPresent()) {
                return value.get();
            }
        }
        if (types.contains("string")) {
            return McpClient.NODES.stringNode(text);
        }
        throw new BadValue(
                "--arg " + name,
                text,
                String.join(" or ", types.stream().map(ToolArguments::inWords).toList()));
    }

    private static Optional<JsonNode> as(String type, String text) {
        return switch (type) {
            case "integer" ->
                Optional.of(text)
                        .filter(digits -> digits.matches("-?\\d{1,300}"))
                        .map(digits -> McpClient.NODES.numberNode(new BigInteger(digits)));
            case "number" ->
                Optional.of(text)
                        .filter(digits -> digits.matches("-?\\d{1,300}(\\.\\d{1,300})?([eE][+-]?\\d{1,3})?"))
                        .map(digits -> McpClient.NODES.numberNode(new BigDecimal(digits)));
            case "boolean" ->
                Optional.of(text)
                        .filter(word -> word.equals("true") || word.equals("false"))
                        .map(word -> McpClient.NODES.booleanNode(Boolean.parseBoolean(word)));
            case "null" -> Optional.of(text).filter("null"::equals).map(_ -> McpClient.NODES.nullNode());
            case "object" -> json(text).filter(JsonNode::isObject);
            case "array" -> json(text).filter(JsonNode::isArray);
            default -> json(text);
        };
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(Json.WIRE.read(text, JsonNode.class));
        } catch (BadValue _) {
            return Optional.empty();
        }
    }

    private static String inWords(String type) {
        return switch (type) {
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "object" -> "a JSON object such as {\"a\": 1}";
            case "array" -> "a JSON array such as [1, 2]";
            default -> type;
        };
    }
}
