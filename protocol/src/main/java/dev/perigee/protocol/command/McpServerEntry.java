package dev.perigee.protocol.command;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.target.NameForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An entry of an `mcpServers` file: what can be said of it without knowing how servers are run, and how it is
/// shown. Fields that are not known here are for the satellite to judge.
public final class McpServerEntry {
    /// What a server may be called. Its form keeps `server__tool` readable in one way only.
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]|_(?!_)){0,39}(?<!_)");

    public static final String NAME_FORM =
            "1 to 40 of a-z, A-Z, 0-9, ., - and single _, beginning with a letter or a digit, not ending with _";

    static final int CHARACTERS_MAX = 64 * 1024;
    private static final List<String> TEXTS = List.of("type", "command", "cwd", "url");
    private static final List<String> SECRETS = List.of("env", "headers", "query");
    private static final String MASK = "***";
    /// Whose a server is.
    private static final List<String> OWNERS = List.of("serverId", "installation", "installationName", "team", "user");

    private static final int OWNER_MAX = 200;

    private McpServerEntry() {}

    static void checkName(@Nullable String name) {
        if (name == null) {
            throw new BadValue("server is missing: expected the name of an MCP server");
        }
        if (!NAME.matcher(name).matches()) {
            throw new BadValue("server", name, NAME_FORM);
        }
    }

    /// Whether `text` can be the value of a field that says whose a server is.
    public static boolean isOwner(String field, String text) {
        if (field.equals("team")) {
            return NameForm.fits(text);
        }
        return !text.isBlank() && text.length() <= OWNER_MAX && text.chars().noneMatch(Character::isISOControl);
    }

    /// What such a value must be, for people.
    public static String ownerForm(String field) {
        return field.equals("team") ? NameForm.EXPECTED : "1 to " + OWNER_MAX + " characters";
    }

    /// What is wrong with a field of an entry, by its names from the entry on; no names: with the whole.
    public record Mistake(List<String> field, String problem) {
        public Mistake {
            field = List.copyOf(field);
        }
    }

    /// Throws `BadValue`, which names no value that may be secret. What is null counts as not there.
    public static void check(String name, JsonNode entry) {
        List<Mistake> mistakes = mistakes(name, entry);
        if (!mistakes.isEmpty()) {
            throw new BadValue(mistakes.stream().map(Mistake::problem).collect(Collectors.joining("; ")));
        }
    }

    /// All that is wrong with it, without a value that may be secret. What is null counts as not there.
    public static List<Mistake> mistakes(String name, JsonNode entry) {
        List<Mistake> found = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            found.add(new Mistake(List.of(), "server name \"" + name + "\": expected " + NAME_FORM));
        }
        String of = " of server " + name;
        if (!entry.isObject()) {
            found.add(new Mistake(List.of(), "server " + name + ": expected an object with a command or a url"));
            return found;
        }
        if (entry.toString().length() > CHARACTERS_MAX) {
            found.add(new Mistake(
                    List.of(), "server " + name + ": expected at most " + CHARACTERS_MAX + " characters of JSON"));
            return found;
        }
        for (String field : TEXTS) {
            require(entry.path(field), JsonNode::isString, List.of(field), of, "a string", found);
        }
        for (String field : OWNERS) {
            require(
                    entry.path(field),
                    value -> value.isString() && isOwner(field, value.stringValue()),
                    List.of(field),
                    of,
                    ownerForm(field),
                    found);
        }
        boolean texts = !entry.path("args").isArray()
                || entry.path("args").valueStream().allMatch(JsonNode::isString);
        require(entry.path("args"), args -> args.isArray() && texts, List.of("args"), of, "an array of strings", found);
        for (String field : List.of("env", "headers", "query")) {
            require(entry.path(field), JsonNode::isObject, List.of(field), of, "an object of strings", found);
            for (Map.Entry<String, JsonNode> value : entry.path(field).properties()) {
                require(value.getValue(), JsonNode::isString, List.of(field, value.getKey()), of, "a string", found);
            }
        }
        if (entry.path("command").isString() && entry.path("url").isString()) {
            found.add(new Mistake(List.of(), "server " + name + ": expected either a command or a url"));
        }
        return found;
    }

    /// The same with names in the place of values that may be secret.
    static JsonNode shown(JsonNode entry) {
        JsonNode shown = entry.deepCopy();
        if (shown instanceof ObjectNode fields) {
            for (String field : SECRETS) {
                if (fields.path(field) instanceof ObjectNode values) {
                    values.propertyNames().stream().toList().forEach(name -> values.put(name, MASK));
                }
            }
            String url = fields.path("url").asString("");
            int query = url.indexOf('?');
            if (query >= 0) {
                fields.put("url", url.substring(0, query) + "?" + MASK);
            }
        }
        return shown;
    }

    @FunctionalInterface
    private interface Kind {
        boolean fits(JsonNode value);
    }

    /// The value itself is not named: it may be a secret in the wrong place.
    private static void require(
            JsonNode value, Kind kind, List<String> field, String of, String expected, List<Mistake> found) {
        if (!value.isMissingNode() && !value.isNull() && !kind.fits(value)) {
            found.add(new Mistake(
                    field, String.join(".", field) + of + " is " + value.getNodeType() + ": expected " + expected));
        }
    }
}
