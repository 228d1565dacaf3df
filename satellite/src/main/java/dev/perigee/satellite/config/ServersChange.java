package dev.perigee.satellite.config;

import dev.perigee.protocol.config.ConfigDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Which MCP servers one configuration has that another had not, by name.
public record ServersChange(List<String> added, List<String> changed, List<String> removed, List<String> unchanged) {
    public ServersChange {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        unchanged = List.copyOf(unchanged);
    }

    static ServersChange between(ConfigDocument before, ConfigDocument after) {
        JsonNode old = before.json().path("mcpServers");
        JsonNode young = after.json().path("mcpServers");
        TreeSet<String> names = new TreeSet<>(old.propertyNames());
        names.addAll(young.propertyNames());
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        List<String> unchanged = new ArrayList<>();
        for (String name : names) {
            JsonNode was = old.get(name);
            JsonNode is = young.get(name);
            if (was == null) {
                added.add(name);
            } else if (is == null) {
                removed.add(name);
            } else {
                (was.equals(is) ? unchanged : changed).add(name);
            }
        }
        return new ServersChange(added, changed, removed, unchanged);
    }
}
