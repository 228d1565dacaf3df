package dev.perigee.cli.listing;

import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.McpCommand;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A command as one would type it.
final class Words {
    private Words() {}

    static String of(CommandSpec command) {
        return switch (command) {
            case CommandSpec.Exec exec ->
                Stream.concat(Stream.of(exec.program()), exec.arguments().stream())
                        .map(Words::quoted)
                        .collect(Collectors.joining(" "));
            case CommandSpec.Ping _ -> "(ping)";
            case McpCommand.Configure configure ->
                "(configure: "
                        + (configure.event() == null
                                ? String.join(
                                        ", ", new TreeSet<>(configure.servers().keySet()))
                                : configure.event().wireName()
                                        + (configure.server() == null ? "" : " " + configure.server()))
                        + ")";
            case McpCommand.Spawn spawn -> "(spawn: " + spawn.name() + ")";
            case McpCommand.Kill(String server) -> "(kill: " + server + ")";
            case McpCommand.Restart(String server) -> "(restart: " + server + ")";
            case McpCommand.HealthCheck(var server, String check) ->
                "(health_check: " + (server == null ? "all" : server) + ", " + check + ")";
            case CommandSpec.Unknown(String type) -> "(" + type + ")";
        };
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
