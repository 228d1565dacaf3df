package dev.perigee.cli.run;

import dev.perigee.cli.config.Sources;
import dev.perigee.cli.shell.Shell;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of a deployable that say where its configuration comes from.
final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration, in YAML. Environment variables win over it.")
    private @Nullable Path file;

    @Option(
            names = "--print-config",
            description = "Print the configuration that would be used, with every key, its default and its meaning, and"
                    + " start nothing.")
    private boolean print;

    boolean print() {
        return print;
    }

    /// The sources, with the settings that other options give.
    Sources sources(Shell shell, Map<String, String> settings) {
        return new Sources(file, shell.environment(), settings);
    }
}
