package dev.perigee.cli.log;

import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option `--log-level` of the deployables.
public final class LogOptions {
    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "error, warn, info, debug or trace, on stderr. Default: PERIGEE_LOG, else info.")
    private @Nullable String level;

    /// Must come before the first log line. Throws `BadValue` for an unknown level.
    public void apply(Shell shell) {
        String variable = shell.environment().getOrDefault("PERIGEE_LOG", "");
        String chosen = level != null ? level : variable.isEmpty() ? "info" : variable;
        if (!LEVELS.contains(chosen.toLowerCase(Locale.ROOT))) {
            throw new BadValue(
                    level != null ? "--log-level" : "PERIGEE_LOG", chosen, "one of " + String.join(", ", LEVELS));
        }
        System.setProperty(StderrLogging.LEVEL_PROPERTY, chosen);
    }
}
