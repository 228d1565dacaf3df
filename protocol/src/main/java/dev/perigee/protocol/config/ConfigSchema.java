package dev.perigee.protocol.config;

import dev.perigee.protocol.command.McpServerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What may stand in a configuration: `mcpServers`, and the sections that `SectionRules` lists. Finds all mistakes at
/// once. Of a layer a part is enough, and null takes away what an earlier layer brought. Pure.
public final class ConfigSchema {
    public static final int SERVERS_MAX = 500;
    public static final int MISTAKES_MAX = 50;
    private static final String SERVERS = "mcpServers";

    private ConfigSchema() {}

    /// At most 50 of the mistakes in a layer.
    public static List<ConfigMistake> ofLayer(ConfigDocument layer) {
        return mistakes(layer, false);
    }

    /// At most 50 of the mistakes in a whole configuration.
    public static List<ConfigMistake> ofWhole(ConfigDocument document) {
        return mistakes(document, true);
    }

    private static List<ConfigMistake> mistakes(ConfigDocument document, boolean whole) {
        List<ConfigMistake> found = new ArrayList<>();
        document.json().properties().forEach(section -> {
            ConfigPath path = ConfigPath.ROOT.to(section.getKey());
            JsonNode value = section.getValue();
            Map<String, SectionRules.Rule> rules = SectionRules.ALL.get(section.getKey());
            if (rules == null && !section.getKey().equals(SERVERS)) {
                TreeSet<String> known = new TreeSet<>(SectionRules.ALL.keySet());
                known.add(SERVERS);
                found.add(new ConfigMistake(path.toString(), "unknown section: expected one of " + known));
            } else if (!value.isNull() || whole) {
                fields(path, value, found).forEach((name, field) -> {
                    if (!field.isNull() || whole) {
                        judge(path.to(name), rules, field, whole, found);
                    }
                });
            }
        });
        return List.copyOf(found.subList(0, Math.min(MISTAKES_MAX, found.size())));
    }

    private static Map<String, JsonNode> fields(ConfigPath path, JsonNode value, List<ConfigMistake> found) {
        Map<String, JsonNode> fields = new TreeMap<>();
        if (value instanceof ObjectNode object) {
            object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        } else {
            found.add(new ConfigMistake(path.toString(), value.getNodeType() + ": expected an object"));
        }
        if (path.names().getFirst().equals(SERVERS) && fields.size() > SERVERS_MAX) {
            found.add(new ConfigMistake(path.toString(), fields.size() + " servers: expected at most " + SERVERS_MAX));
        }
        return fields;
    }

    private static void judge(
            ConfigPath path,
            @Nullable Map<String, SectionRules.Rule> rules,
            JsonNode value,
            boolean whole,
            List<ConfigMistake> found) {
        String name = path.names().getLast();
        if (rules == null) {
            server(path, value, whole, found);
            return;
        }
        SectionRules.Rule rule = rules.get(name);
        if (rule == null) {
            found.add(new ConfigMistake(
                    path.toString(), "unknown setting: expected one of " + new TreeSet<>(rules.keySet())));
        } else {
            rule.check(path, value, whole, found);
        }
    }

    private static void server(ConfigPath path, JsonNode entry, boolean whole, List<ConfigMistake> found) {
        String name = path.names().getLast();
        List<McpServerEntry.Mistake> mistakes = McpServerEntry.mistakes(name, entry);
        for (McpServerEntry.Mistake mistake : mistakes) {
            ConfigPath at = path;
            for (String field : mistake.field()) {
                at = at.to(field);
            }
            found.add(new ConfigMistake(at.toString(), mistake.problem()));
        }
        boolean reachable = List.of("command", "url", "urls", "serverUrl", "httpUrl").stream()
                .anyMatch(field -> !entry.path(field).isMissingNode());
        if (whole && entry.isObject() && !reachable) {
            found.add(new ConfigMistake(path.toString(), "server " + name + ": expected a command or a url"));
        }
    }
}
