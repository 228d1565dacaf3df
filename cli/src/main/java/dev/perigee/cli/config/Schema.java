package dev.perigee.cli.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a configuration consists of. `build` throws `BadValue`s that begin with the key of the setting at fault, and
/// puts anything at all in the place of a `required` setting that is missing.
record Schema<C>(String prefix, List<Setting<?>> settings, List<Setting<?>> required, Function<Values, C> build) {
    Schema {
        settings = List.copyOf(settings);
        required = List.copyOf(required);
    }

    Optional<Setting<?>> ofKey(String key) {
        return settings.stream()
                .<Setting<?>>map(s -> s)
                .filter(s -> s.key().equals(key))
                .findFirst();
    }

    Optional<Setting<?>> ofVariable(String variable) {
        return settings.stream()
                .<Setting<?>>map(s -> s)
                .filter(s -> s.variable(prefix).equals(variable))
                .findFirst();
    }

    List<String> keys() {
        return settings.stream().map(Setting::key).toList();
    }

    List<String> variables() {
        return settings.stream().map(setting -> setting.variable(prefix)).toList();
    }
}
