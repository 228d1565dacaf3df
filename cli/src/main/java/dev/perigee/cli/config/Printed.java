package dev.perigee.cli.config;

import java.util.List;

/// A configuration as a YAML file that can be used as it is: each key under its meaning and default. A setting that has
/// no value stands there commented out; secrets are `***`.
final class Printed {
    private Printed() {}

    static String yaml(List<Setting<?>> settings, Values values) {
        StringBuilder yaml = new StringBuilder();
        String section = "";
        for (Setting<?> setting : settings) {
            int dot = setting.key().indexOf('.');
            String own = dot < 0 ? "" : setting.key().substring(0, dot);
            if (!own.equals(section)) {
                yaml.append(own).append(":\n");
                section = own;
            }
            entry(yaml, own.isEmpty() ? "" : "  ", setting, values);
        }
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
