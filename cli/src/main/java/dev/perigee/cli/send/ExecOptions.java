package dev.perigee.cli.send;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Priority;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of `send` that say how one command runs.
final class ExecOptions {
    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description =
                    "How long the program may run, such as 5s or 10m. Exit code 124 when it ran out. Default: 5m.")
    private @Nullable String timeout;

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            description = "How long the satellite has to take the command up, before it expires. Default: 60s.")
    private @Nullable String ttl;

    @Option(
            names = "--priority",
            paramLabel = "PRIORITY",
            description = "immediate, high, normal or low. Default: normal.")
    private @Nullable String priority;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description =
                    "Sent again with the same key, the command is not run again; its first result" + " comes back.")
    private @Nullable String key;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            description = "How often the command is offered before it is a dead letter, 1 to 100. Default: 3.")
    private @Nullable Integer attempts;

    @Option(
            names = "--not-before",
            paramLabel = "TIME",
            description = "Do not run it before: a time such as 2026-01-31T06:00:00Z, or from now, such as 10m.")
    private @Nullable String notBefore;

    @Option(
            names = "--correlation",
            paramLabel = "TEXT",
            description = "A word of your own for what belongs together; `perigee commands` can list by it.")
    private @Nullable String correlation;

    @Option(names = "--env", paramLabel = "NAME=VALUE", description = "A variable for the program; may be repeated.")
    private List<String> environment = List.of();

    @Option(names = "--dir", paramLabel = "DIR", description = "The directory to run in, on the satellite.")
    private @Nullable String directory;

    @Option(names = "--idempotent", description = "The command may run again if the satellite dies while running it.")
    private boolean idempotent;

    /// Whether any of them was given.
    boolean given() {
        return timeout != null
                || ttl != null
                || priority != null
                || key != null
                || attempts != null
                || notBefore != null
                || correlation != null
                || !environment.isEmpty()
                || directory != null
                || idempotent;
    }

    Submission ping(SatelliteId to, Instant now) {
        return withoutProgram("--ping", to, new CommandSpec.Ping(), now);
    }

    Submission typed(SatelliteId to, CommandSpec command, Instant now) {
        return withoutProgram("--type", to, command, now);
    }

    private Submission withoutProgram(String option, SatelliteId to, CommandSpec command, Instant now) {
        if (directory != null || !environment.isEmpty()) {
            throw new BadValue(option + " takes neither --env nor --dir: it starts no program");
        }
        return submission(to, command, now);
    }

    Submission exec(SatelliteId to, List<String> run, Instant now) {
        List<String> arguments = run.subList(1, run.size());
        return submission(to, new CommandSpec.Exec(run.getFirst(), arguments, variables(), directory), now);
    }

    private Submission submission(SatelliteId to, CommandSpec command, Instant now) {
        return new Submission(
                to,
                command,
                priority == null ? null : Priority.of(priority),
                ttl == null ? null : Durations.parse("ttl", ttl),
                timeout == null ? null : Durations.parse("timeout", timeout),
                idempotent,
                key,
                attempts,
                notBefore == null ? null : Moment.parse("--not-before", notBefore, now),
                correlation);
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : environment) {
            int equals = variable.indexOf('=');
            if (equals <= 0) {
                throw new BadValue("--env", variable, "NAME=VALUE");
            }
            variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return variables;
    }
}
