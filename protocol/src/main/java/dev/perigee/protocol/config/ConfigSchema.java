package dev.perigee.protocol.config;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.command.McpServerEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What may stand in a configuration: `mcpServers`, `pollingIntervals` (`normal`, `errorBackoffMax`), `exec` (`allow`)
/// and `resourceLimits` (`cpus`, `memory`, `processes`), for those servers that say nothing of these.
/// Finds all mistakes at once. Of a layer a part is enough, and null takes away what an earlier layer brought. Pure.
public final class ConfigSchema {
    public static final int SERVERS_MAX = 500;
    public static final int MISTAKES_MAX = 50;
    private static final int PROGRAMS_MAX = 1_000;
    private static final double CPUS_MIN = 0.01;
    private static final int CPUS_MAX = 4_096;
    private static final int PROCESSES_MAX = 1_000_000;
    private static final Pattern MEMORY = Pattern.compile("[1-9]\\d{0,5}[MG]B");

    private static final Map<String, Map<String, Rule>> SECTIONS = Map.of(
            "pollingIntervals",
            Map.of(
                    "normal", duration(Duration.ofSeconds(1), Duration.ofMinutes(1)),
                    "errorBackoffMax", duration(Duration.ofSeconds(1), Duration.ofMinutes(10))),
            "resourceLimits",
            Map.of("cpus", ConfigSchema::cpus, "memory", ConfigSchema::memory, "processes", ConfigSchema::processes),
            "exec",
            Map.of("allow", ConfigSchema::programs));
    private static final String SERVERS = "mcpServers";

    private ConfigSchema() {}

    /// What a value must be; throws `BadValue` otherwise.
    @FunctionalInterface
    private interface Rule {
        void check(String name, JsonNode value);
    }

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
            Map<String, Rule> rules = SECTIONS.get(section.getKey());
            if (rules == null && !section.getKey().equals(SERVERS)) {
                TreeSet<String> known = new TreeSet<>(SECTIONS.keySet());
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
            @Nullable Map<String, Rule> rules,
            JsonNode value,
            boolean whole,
            List<ConfigMistake> found) {
        String name = path.names().getLast();
        if (rules == null) {
            server(path, value, whole, found);
            return;
        }
        try {
            Rule rule = rules.get(name);
            if (rule == null) {
                throw new BadValue("unknown setting: expected one of " + new TreeSet<>(rules.keySet()));
            }
            rule.check(name, value);
        } catch (BadValue e) {
            found.add(new ConfigMistake(path.toString(), String.valueOf(e.getMessage())));
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

    private static Rule duration(Duration min, Duration max) {
        return (name, value) -> {
            if (!value.isString()) {
                throw new BadValue(name + " is " + value.getNodeType() + ": expected a duration such as 30s");
            }
            var _ = Durations.between(name, Durations.parse(name, value.stringValue()), min, max);
        };
    }

    private static void cpus(String name, JsonNode value) {
        if (!value.isNumber() || value.doubleValue() < CPUS_MIN || value.doubleValue() > CPUS_MAX) {
            throw new BadValue(name, value, "a number from " + CPUS_MIN + " to " + CPUS_MAX);
        }
    }

    private static void memory(String name, JsonNode value) {
        if (!value.isString() || !MEMORY.matcher(value.stringValue()).matches()) {
            throw new BadValue(name, value, "a size such as 512MB or 2GB");
        }
    }

    private static void processes(String name, JsonNode value) {
        if (!value.canConvertToInt() || value.intValue() < 1 || value.intValue() > PROCESSES_MAX) {
            throw new BadValue(name, value, "a whole number from 1 to " + PROCESSES_MAX);
        }
    }

    private static void programs(String name, JsonNode value) {
        if (value.isArray() && value.size() <= PROGRAMS_MAX) {
            value.forEach(program -> {
                boolean named = program.isString() && !program.stringValue().isBlank();
                if (!named
                        || (program.stringValue().contains("/")
                                && !program.stringValue().startsWith("/"))) {
                    throw new BadValue(name, program, "program names or absolute paths");
                }
            });
        } else {
            throw new BadValue(name, value, "an array of at most " + PROGRAMS_MAX + " programs");
        }
    }
}
