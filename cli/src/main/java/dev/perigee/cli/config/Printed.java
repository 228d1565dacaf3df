package dev.perigee.cli.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A configuration as a YAML file that can be used as it is: each key under its meaning and default. A setting that has
/// no value stands there commented out; secrets are `***`.
final class Printed {
    private Printed() {}

    static String yaml(List<Setting<?>> settings, Values values) {
        // Those of no section come first: behind one they would be of it.
        Map<String, List<Setting<?>>> sections = new LinkedHashMap<>();
        sections.put("", new ArrayList<>());
        for (Setting<?> setting : settings) {
            int dot = setting.key().indexOf('.');
            String own = dot < 0 ? "" : setting.key().substring(0, dot);
            sections.computeIfAbsent(own, _ -> new ArrayList<>()).add(setting);
        }
        StringBuilder yaml = new StringBuilder();
        sections.forEach((section, own) -> {
            if (!section.isEmpty()) {
                yaml.append(section).append(":\n");
            }
            own.forEach(setting -> entry(yaml, section.isEmpty() ? "" : "  ", setting, values));
        });
        return yaml.toString();
    }

    private static <T> void entry(StringBuilder yaml, String indent, Setting<T> setting, Values values) {
        String name = setting.key().substring(setting.key().indexOf('.') + 1);
        T absent = setting.absent();
        yaml.append(indent).append("# ").append(setting.doc());
        if (absent != null) {
            yaml.append(" (default ")
                    .append(setting.kind().yaml().apply(absent))
                    .append(')');
        }
        yaml.append('\n').append(indent);
        yaml.append(values.find(setting)
                .map(value -> name + ": " + setting.kind().yaml().apply(value))
                .orElse("# " + name + ":"));
        yaml.append('\n');
    }
}
