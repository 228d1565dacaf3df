package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.rpc.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The arguments of a tool that its definition wants to see as headers too (`x-mcp-header` in its input schema, as of
/// 2026-07-28): where they stand, and what the headers are called. Immutable.
public final class ParameterHeaders {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ANNOTATION = "x-mcp-header";
    private static final String PREFIX = "Mcp-Param-";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
    private static final Set<String> NO_SCHEMAS = Set.of("default", "const", "enum", "examples");
    private static final BigDecimal INTEGER_MAX = BigDecimal.valueOf((1L << 53) - 1);

    private final List<Mirrored> mirrored;

    private record Mirrored(List<String> path, String header) {
        Mirrored {
            path = List.copyOf(path);
        }
    }

    public sealed interface Reading {
        record Valid(ParameterHeaders headers) implements Reading {}

        /// A client must not use the tool.
        record Faulty(String why) implements Reading {}
    }

    private ParameterHeaders(List<Mirrored> mirrored) {
        this.mirrored = mirrored;
    }

    /// Reads a tool's `inputSchema`.
    public static Reading read(JsonObject inputSchema) {
        Walk walk = new Walk();
        Optional<String> fault = walk.schema(tree(inputSchema), List.of(), true);
        return fault.<Reading>map(Reading.Faulty::new)
                .orElseGet(() -> new Reading.Valid(new ParameterHeaders(List.copyOf(walk.found))));
    }

    public boolean none() {
        return mirrored.isEmpty();
    }

    /// The headers of a call with these arguments. What is neither string, integer nor boolean has none.
    public Map<String, String> of(JsonObject arguments) {
        if (mirrored.isEmpty()) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        JsonNode root = tree(arguments);
        for (Mirrored each : mirrored) {
            JsonNode value = root;
            for (String step : each.path()) {
                value = value.path(step);
            }
            text(value).ifPresent(text -> headers.put(each.header(), MirroredHeaders.encoded(text)));
        }
        return headers;
    }

    /// Nothing when it goes beyond what is read as a tree, a number of a thousand digits say: the server then says so.
    private static JsonNode tree(JsonObject json) {
        try {
            return JSON.readTree(json.bytes());
        } catch (JacksonException _) {
            return JSON.createObjectNode();
        }
    }

    private static Optional<String> text(JsonNode value) {
        if (value.isString()) {
            return Optional.of(value.stringValue());
        }
        if (value.isBoolean()) {
            return Optional.of(Boolean.toString(value.booleanValue()));
        }
        return value.isNumber() ? integer(value.decimalValue()) : Optional.empty();
    }

    private static Optional<String> integer(BigDecimal number) {
        boolean exact = number.abs().compareTo(INTEGER_MAX) <= 0
                && number.stripTrailingZeros().scale() <= 0;
        return exact ? Optional.of(number.toBigInteger().toString()) : Optional.empty();
    }

    /// Finds the annotations of a schema, and the first that stands where it may not.
    private static final class Walk {
        private final List<Mirrored> found = new ArrayList<>();
        private final Set<String> names = new HashSet<>();

        Optional<String> schema(JsonNode schema, List<String> path, boolean reachable) {
            Optional<String> fault = schema.has(ANNOTATION) ? annotation(schema, path, reachable) : Optional.empty();
            for (Map.Entry<String, JsonNode> member : schema.properties()) {
                if (fault.isPresent() || NO_SCHEMAS.contains(member.getKey())) {
                    continue;
                }
                fault = member.getKey().equals("properties")
                        ? properties(member.getValue(), path, reachable)
                        : elsewhere(member.getValue(), path);
            }
            return fault;
        }

        private Optional<String> properties(JsonNode properties, List<String> path, boolean reachable) {
            Optional<String> fault = Optional.empty();
            for (Map.Entry<String, JsonNode> property : properties.properties()) {
                if (fault.isEmpty()) {
                    List<String> deeper = new ArrayList<>(path);
                    deeper.add(property.getKey());
                    fault = schema(property.getValue(), deeper, reachable);
                }
            }
            return fault;
        }

        private Optional<String> elsewhere(JsonNode value, List<String> path) {
            Optional<String> fault = value.isObject() ? schema(value, path, false) : Optional.empty();
            if (value.isArray()) {
                for (JsonNode element : value) {
                    fault = fault.isPresent() ? fault : elsewhere(element, path);
                }
            }
            return fault;
        }

        private Optional<String> annotation(JsonNode schema, List<String> path, boolean reachable) {
            String at = path.isEmpty() ? "the schema itself" : String.join(".", path);
            JsonNode given = schema.get(ANNOTATION);
            String type = schema.path("type").stringValue("");
            if (!reachable || path.isEmpty()) {
                return Optional.of(ANNOTATION + " at " + at + ": expected only at a property that is always there");
            }
            String name = given.stringValue("");
            if (!TOKEN.matcher(name).matches()) {
                return Optional.of(ANNOTATION + " at " + at + ": expected the name of a header, not " + given);
            }
            if (!TYPES.contains(type)) {
                return Optional.of(
                        ANNOTATION + " at " + at + ": expected type string, integer or boolean, not \"" + type + "\"");
            }
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                return Optional.of(ANNOTATION + " at " + at + ": " + name + " stands twice");
            }
            found.add(new Mirrored(path, PREFIX + name));
            return Optional.empty();
        }
    }
}
