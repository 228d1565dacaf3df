package dev.perigee.protocol.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Finds in what two documents differ, as people may see it. Pure.
public final class ConfigDiff {
    private ConfigDiff() {}

    /// In the order of their paths; nothing when they are equal.
    public static List<ConfigDifference> between(ConfigDocument before, ConfigDocument after) {
        List<ConfigDifference> found = new ArrayList<>();
        compare(ConfigPath.ROOT, before.json(), after.json(), found);
        return List.copyOf(found);
    }

    private static void compare(
            ConfigPath path, @Nullable JsonNode before, @Nullable JsonNode after, List<ConfigDifference> found) {
        if (before instanceof ObjectNode old && after instanceof ObjectNode young) {
            Set<String> names = new TreeSet<>(old.propertyNames());
            names.addAll(young.propertyNames());
            names.forEach(name -> compare(path.to(name), old.get(name), young.get(name), found));
        } else if (before == null ? after != null : !before.equals(after)) {
            found.add(new ConfigDifference(path.toString(), shown(path, before), shown(path, after)));
        }
    }

    private static @Nullable JsonNode shown(ConfigPath path, @Nullable JsonNode value) {
        return value == null ? null : ConfigSecrets.shown(path, value);
    }
}
