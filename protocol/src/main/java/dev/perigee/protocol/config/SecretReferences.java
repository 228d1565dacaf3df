package dev.perigee.protocol.config;

import dev.perigee.protocol.BadValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// References to secrets in a document: `${secret:NAME}` within a text, or `secret:NAME` as a whole one. They may
/// stand in the environment, headers, query and URLs of MCP servers, whose texts satellites resolve. Pure.
public final class SecretReferences {
    private static final Pattern WHOLE = Pattern.compile("secret:(\\S+)");
    /// What `$${` hides is no reference.
    private static final Pattern WITHIN = Pattern.compile("\\$\\$\\{|\\$\\{secret:([^}]*)}");

    /// Of those that the satellite resolves by itself, these hold nothing but a name.
    private static final Pattern OWN = Pattern.compile("\\$\\{(?:file:[^}]*|env:[A-Za-z_][A-Za-z0-9_]*)}");

    private SecretReferences() {}

    /// Those that stand where none may, or that name what no secret can be called.
    public static List<ConfigMistake> mistakes(ConfigDocument document) {
        List<ConfigMistake> found = new ArrayList<>();
        visit(ConfigPath.ROOT, document.json(), (path, name) -> {
            if (!ConfigSecrets.mayBeSecret(path)) {
                found.add(new ConfigMistake(
                        path.toString(),
                        "a reference to a secret: expected it in env, headers, query or a url of a server"));
            } else {
                try {
                    var _ = new SecretName(name);
                } catch (BadValue e) {
                    found.add(new ConfigMistake(path.toString(), String.valueOf(e.getMessage())));
                }
            }
        });
        return List.copyOf(found);
    }

    /// The secrets that a document without mistakes refers to.
    public static SortedSet<SecretName> names(ConfigDocument document) {
        SortedSet<SecretName> names = new TreeSet<>();
        visit(ConfigPath.ROOT, document.json(), (_, name) -> names.add(new SecretName(name)));
        return names;
    }

    /// The document with what `instead` gives in the place of each reference, in a text between `${` and `}`.
    public static ConfigDocument replaced(ConfigDocument document, BiFunction<ConfigPath, SecretName, String> instead) {
        return ConfigDocument.of(replaced(ConfigPath.ROOT, document.json(), instead));
    }

    /// Whether a text is a reference and nothing else, so that nothing of it is secret.
    static boolean isReference(String text) {
        Matcher within = WITHIN.matcher(text);
        return WHOLE.matcher(text).matches()
                || OWN.matcher(text).matches()
                || (within.matches() && within.group(1) != null);
    }

    private static JsonNode replaced(
            ConfigPath path, JsonNode node, BiFunction<ConfigPath, SecretName, String> instead) {
        if (node instanceof ObjectNode object) {
            ObjectNode fresh = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(field ->
                            fresh.set(field.getKey(), replaced(path.to(field.getKey()), field.getValue(), instead)));
            return fresh;
        }
        if (node.isArray()) {
            return JsonNodeFactory.instance
                    .arrayNode()
                    .addAll(node.valueStream()
                            .map(item -> replaced(path, item, instead))
                            .toList());
        }
        if (!node.isString() || !ConfigSecrets.mayBeSecret(path)) {
            return node;
        }
        String text = node.stringValue();
        Matcher whole = WHOLE.matcher(text);
        if (whole.matches()) {
            return JsonNodeFactory.instance.stringNode(
                    "${" + instead.apply(path, new SecretName(whole.group(1))) + "}");
        }
        return JsonNodeFactory.instance.stringNode(WITHIN.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) == null
                                ? found.group()
                                : "${" + instead.apply(path, new SecretName(found.group(1))) + "}")));
    }

    private static void visit(ConfigPath path, JsonNode node, BiConsumer<ConfigPath, String> reference) {
        if (node.isObject()) {
            node.properties().forEach(field -> visit(path.to(field.getKey()), field.getValue(), reference));
        } else if (node.isArray()) {
            node.forEach(item -> visit(path, item, reference));
        } else if (node.isString()) {
            Matcher whole = WHOLE.matcher(node.stringValue());
            if (whole.matches()) {
                reference.accept(path, whole.group(1));
                return;
            }
            WITHIN.matcher(node.stringValue())
                    .results()
                    .filter(found -> found.group(1) != null)
                    .forEach(found -> reference.accept(path, found.group(1)));
        }
    }
}
