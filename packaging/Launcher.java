import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;

/// How the JVM is started: its options, the class path, and the script that uses them. There are two kinds of start,
/// with an AOT cache each: a client command is over in a moment and must not carry the classes of the server, which
/// would all be linked at its start.
record Launcher(Libraries libraries, String main) {
    static final List<String> COMMON =
            List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders", "-XX:-UsePerfData");

    /// `options` are those of the JVM that the cache serves.
    enum Kind {
        SERVER(List.of("-XX:+UseG1GC"), "perigee.aot"),
        CLIENT(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), "perigee-client.aot");

        final List<String> options;
        final String cache;

        Kind(List<String> options, String cache) {
            this.options = options;
            this.cache = cache;
        }
    }

    void write(Path template, Path script) throws IOException {
        String text = Files.readString(template)
                .replace("@COMMON_OPTIONS@", String.join(" ", COMMON))
                .replace("@SERVER_OPTIONS@", '"' + String.join(" ", Kind.SERVER.options) + '"')
                .replace("@SERVER_CACHE@", Kind.SERVER.cache)
                .replace("@CLIENT_OPTIONS@", '"' + String.join(" ", Kind.CLIENT.options) + '"')
                .replace("@CLIENT_CACHE@", Kind.CLIENT.cache)
                .replace("@SQLITE@", libraries.sqlite())
                .replace("@CLASSPATH@", classPath("$dist/lib"))
                .replace("@MAIN@", main);
        Files.createDirectories(script.getParent());
        Files.writeString(script, text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    String classPath(String directory) {
        return libraries.jars().stream()
                .map(jar -> directory + "/" + jar.getFileName())
                .collect(Collectors.joining(":"));
    }
}
