package dev.perigee.protocol.command;

import dev.perigee.protocol.BadValue;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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

    private McpServerEntry() {}

    static void checkName(@Nullable String name) {
        if (name == null) {
            throw new BadValue("server is missing: expected the name of an MCP server");
        }
        if (!NAME.matcher(name).matches()) {
            throw new BadValue("server", name, NAME_FORM);
        }
    }

    /// Throws `BadValue`, which names no value that may be secret. What is null counts as not there.
    public static void check(String name, JsonNode entry) {
        if (!NAME.matcher(name).matches()) {
            throw new BadValue("server name", name, NAME_FORM);
        }
        String of = " of server " + name;
        if (!entry.isObject()) {
            throw new BadValue("server " + name + ": expected an object with a command or a url");
        }
        if (entry.toString().length() > CHARACTERS_MAX) {
            throw new BadValue("server " + name + ": expected at most " + CHARACTERS_MAX + " characters of JSON");
        }
        for (String field : TEXTS) {
            require(entry.path(field), JsonNode::isString, field + of, "a string");
        }
        require(entry.path("args"), JsonNode::isArray, "args" + of, "an array of strings");
        for (JsonNode argument : entry.path("args")) {
            require(argument, JsonNode::isString, "args" + of, "an array of strings");
        }
        for (String field : List.of("env", "headers")) {
            require(entry.path(field), JsonNode::isObject, field + of, "an object of strings");
            for (Map.Entry<String, JsonNode> value : entry.path(field).properties()) {
                require(value.getValue(), JsonNode::isString, field + "." + value.getKey() + of, "a string");
            }
        }
        if (entry.path("command").isString() && entry.path("url").isString()) {
            throw new BadValue("server " + name + ": expected either a command or a url");
        }
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
    private static void require(JsonNode value, Kind kind, String what, String expected) {
        if (!value.isMissingNode() && !value.isNull() && !kind.fits(value)) {
            throw new BadValue(what + " is " + value.getNodeType() + ": expected " + expected);
        }
    }
}
