package dev.perigee.testkit.mcp;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/// The command that runs the server over its standard input and output, as a program of its own: with the JDK and
/// the classes of the test that asks for it, and no more of them than it needs, so that it starts soon.
public final class StdioCommand {
    private StdioCommand() {}

    public static List<String> of(Era era) {
        return of(TestMcpServer.class, "--era", era.name(), "--transport", "stdio");
    }

    /// Runs another program of this module.
    public static List<String> of(Class<?> main, String... arguments) {
        String classPath = Stream.of(TestMcpServer.class, JsonMapper.class, JsonParser.class, JsonProperty.class)
                .map(StdioCommand::location)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                classPath,
                main.getName());
        return Stream.concat(command.stream(), Stream.of(arguments)).toList();
    }

    private static String location(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }
}
