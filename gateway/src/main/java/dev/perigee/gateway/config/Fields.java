package dev.perigee.gateway.config;

import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The fields of one server in the file. What cannot be read is noted as a problem, which names the server, the field
/// and what was expected, and then counts as not given, as null does; a value that may be secret is not shown.
/// References in texts are resolved. Confined to one thread.
final class Fields {
    private static final int ITEMS_MAX = 1_000;

    private final ServerName server;
    private final String path;
    private final JsonNode node;
    private final References references;
    private final List<String> problems;

    /// Throws `BadValue` for what has no fields.
    Fields(ServerName server, JsonNode node, References references) {
        this(server, "", node, references, new ArrayList<>());
        if (!node.isObject()) {
            throw new BadValue("server " + server + ": expected an object such as {\"command\": …}");
        }
    }

    private Fields(ServerName server, String path, JsonNode node, References references, List<String> problems) {
        this.server = server;
        this.problems = problems;
        this.path = path;
        this.node = node;
        this.references = references;
    }

    /// What of the texts that were read is still to be filled in, for people; null when nothing is.
    @Nullable
    String missing() {
        return references.missing();
    }

    /// What of the texts that were read came from references to something secret.
    Revealed revealed() {
        return new Revealed(references.revealed());
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    /// Empty when the reader throws `BadValue`, which is noted.
    <T> Optional<T> attempt(Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (BadValue e) {
            note(e);
            return Optional.empty();
        }
    }

    /// Whether it is given, be it well or not.
    boolean has(String name) {
        return value(name).isPresent();
    }

    ServerName server() {
        return server;
    }

    BadValue bad(String name, Object value, String expected) {
        return new BadValue(place(name), value, expected);
    }

    boolean isText(String name) {
        return value(name).filter(JsonNode::isString).isPresent();
    }

    boolean isNumber(String name) {
        return value(name).filter(JsonNode::isNumber).isPresent();
    }

    Optional<String> text(String name) {
        return value(name).flatMap(value -> attempt(() -> text(name, value)));
    }

    /// A text in which no reference is resolved, for what is shown to people.
    Optional<String> asItStands(String name) {
        return value(name)
                .flatMap(value -> attempt(() -> {
                    if (!value.isString()) {
                        throw wrong(name, "a string");
                    }
                    return value.stringValue();
                }));
    }

    /// Empty when it is not given.
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        JsonNode array = value(name).orElseGet(JsonNodeFactory.instance::arrayNode);
        if (!array.isArray() || array.size() > ITEMS_MAX) {
            note(wrong(name, "an array of at most " + ITEMS_MAX + " strings"));
            return texts;
        }
        for (int i = 0; i < array.size(); i++) {
            String item = name + "[" + i + "]";
            JsonNode value = array.path(i);
            attempt(() -> text(item, value)).ifPresent(texts::add);
        }
        return texts;
    }

    /// Empty when it is not given.
    Map<String, String> map(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        JsonNode object = value(name).orElseGet(JsonNodeFactory.instance::objectNode);
        if (!object.isObject() || object.size() > ITEMS_MAX) {
            note(wrong(name, "an object of at most " + ITEMS_MAX + " strings"));
            return map;
        }
        object.properties().stream()
                .filter(item -> !item.getValue().isNull())
                .forEach(item -> attempt(() -> text(name + "." + item.getKey(), item.getValue()))
                        .ifPresent(text -> map.put(item.getKey(), text)));
        return map;
    }

    boolean flag(String name, boolean otherwise) {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isBoolean()) {
            note(wrong(name, "true or false"));
            return otherwise;
        }
        return value.map(JsonNode::booleanValue).orElse(otherwise);
    }

    Optional<Duration> duration(String name, Duration min, Duration max) {
        return value(name)
                .flatMap(value -> attempt(() ->
                        Durations.between(place(name), Durations.parse(place(name), text(name, value)), min, max)));
    }

    OptionalInt count(String name, int max) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        boolean fits = value.get().isIntegralNumber()
                && value.get().canConvertToInt()
                && value.get().intValue() >= 1
                && value.get().intValue() <= max;
        if (!fits) {
            note(bad(name, plain(value.get()), "a whole number from 1 to " + max));
            return OptionalInt.empty();
        }
        return OptionalInt.of(value.get().intValue());
    }

    OptionalDouble number(String name, double min, double max) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        double number = value.get().isNumber() ? value.get().doubleValue() : Double.NaN;
        if (!(number >= min && number <= max)) {
            note(bad(name, plain(value.get()), "a number from " + min + " to " + max));
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(number);
    }

    /// A number of bytes, or a text such as `100MB`.
    OptionalLong bytes(String name, long min, long max) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        JsonNode given = value.get();
        OptionalLong bytes = given.isIntegralNumber() && given.canConvertToLong()
                ? OptionalLong.of(given.longValue())
                : ByteSize.parse(given.isString() ? given.stringValue() : "");
        if (bytes.isEmpty() || bytes.getAsLong() < min || bytes.getAsLong() > max) {
            String expected = "a size from " + ByteSize.format(min) + " to " + ByteSize.format(max) + ", such as 100MB";
            note(bad(name, plain(given), expected));
            return OptionalLong.empty();
        }
        return bytes;
    }

    /// The object, which may have no other fields than `known`: it is of no other tool. Empty when it is not given.
    Fields object(String name, Set<String> known) {
        JsonNode object = value(name).orElseGet(JsonNodeFactory.instance::objectNode);
        if (!object.isObject()) {
            note(wrong(name, "an object"));
        }
        object.propertyNames().stream()
                .filter(field -> !known.contains(field))
                .forEach(field -> note(new BadValue(
                        "field of " + name + " of server " + server, field, String.join(", ", new TreeSet<>(known)))));
        return new Fields(server, path + name + ".", object, references, problems);
    }

    void note(BadValue problem) {
        problems.add(String.valueOf(problem.getMessage()));
    }

    private Optional<JsonNode> value(String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    private String text(String name, JsonNode value) {
        if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
            throw wrong(name, "a string");
        }
        return references.resolve(place(name), value.isString() ? value.stringValue() : value.asString());
    }

    private BadValue wrong(String name, String expected) {
        return new BadValue(place(name) + ": expected " + expected);
    }

    private String place(String name) {
        return path + name + " of server " + server;
    }

    private static String plain(JsonNode value) {
        return value.isContainer() ? (value.isArray() ? "[…]" : "{…}") : value.asString();
    }
}
