package dev.perigee.protocol.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What of a document may be secret, and how it is shown to people: the values of an MCP server's environment,
/// headers and query, and the query and the credentials of its URLs, are `***`. What only refers to a secret is shown.
/// Pure.
public final class ConfigSecrets {
    public static final String MASK = "***";
    private static final Set<String> SECRET = Set.of("env", "headers", "query");
    private static final Set<String> URLS = Set.of("url", "urls", "serverUrl", "httpUrl");
    private static final int SERVER_DEPTH = 2;

    private ConfigSecrets() {}

    /// The document as people may see it.
    public static ConfigDocument shown(ConfigDocument document) {
        return ConfigDocument.of(shown(ConfigPath.ROOT, document.json()));
    }

    /// What stands at `path`, as people may see it.
    public static JsonNode shown(ConfigPath path, JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode shown = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(field -> shown.set(field.getKey(), shown(path.to(field.getKey()), field.getValue())));
            return shown;
        }
        boolean reference = value.isString() && SecretReferences.isReference(value.stringValue());
        if (value.isNull() || reference || !mayBeSecret(path)) {
            return value;
        }
        return isUrl(path) ? shownUrls(value) : text(MASK);
    }

    /// `given` with what of it was shown as `***` replaced by what stands there in `before`, so that what was shown
    /// can be given back. A `***` for which nothing stands there is noted in `lost`.
    public static ConfigDocument restored(ConfigDocument given, ConfigDocument before, List<ConfigPath> lost) {
        return ConfigDocument.of(restored(ConfigPath.ROOT, given.json(), before.json(), lost));
    }

    private static JsonNode restored(
            ConfigPath path, JsonNode given, @Nullable JsonNode before, List<ConfigPath> lost) {
        if (given instanceof ObjectNode object) {
            ObjectNode restored = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> {
                JsonNode there = before == null ? null : before.get(field.getKey());
                restored.set(field.getKey(), restored(path.to(field.getKey()), field.getValue(), there, lost));
            });
            return restored;
        }
        if (!mayBeSecret(path) || !given.toString().contains(MASK)) {
            return given;
        }
        if (before != null && shown(path, before).equals(given)) {
            return before;
        }
        lost.add(path);
        return given;
    }

    static boolean mayBeSecret(ConfigPath path) {
        List<String> names = path.names();
        return names.size() > SERVER_DEPTH
                && names.getFirst().equals("mcpServers")
                && (SECRET.contains(names.get(SERVER_DEPTH)) || isUrl(path));
    }

    private static boolean isUrl(ConfigPath path) {
        return URLS.contains(path.names().get(SERVER_DEPTH));
    }

    private static JsonNode shownUrls(JsonNode value) {
        if (value.isString()) {
            return text(value.stringValue().replaceFirst("[?#].*", "?***").replaceFirst("//[^/]*@", "//***@"));
        }
        if (!value.isArray()) {
            return value;
        }
        List<JsonNode> all = new ArrayList<>();
        value.forEach(each -> all.add(shownUrls(each)));
        return JsonNodeFactory.instance.arrayNode().addAll(all);
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }
}
