package dev.perigee.cli.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a configuration comes from. Options win over the environment, the environment over the file.
public record Sources(@Nullable Path file, Map<String, String> environment, Map<String, String> options) {
    public Sources {
        environment = Map.copyOf(environment);
        options = Map.copyOf(options);
    }

    /// The variables that begin with `prefix`; an empty one is as good as none.
    List<Given> variables(String prefix) {
        return environment.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith(prefix) && !entry.getValue().isBlank())
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new Given(entry.getKey(), entry.getKey(), new Raw.One(entry.getValue())))
                .toList();
    }

    /// Settings by key, from the command line.
    List<Given> given() {
        return options.entrySet().stream()
                .map(entry -> new Given("--" + entry.getKey(), entry.getKey(), new Raw.One(entry.getValue())))
                .toList();
    }
}
