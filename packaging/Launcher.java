import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How the JVM is started: the script that does it, and the training run that makes the AOT cache for it, which must agree
/// on the class path, the collector's compatibility and the object headers.
record Launcher(Libraries libraries, String main) {
    private static final List<String> COMMON = List.of(
            "--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders", "-XX:-UsePerfData");
    private static final List<String> SERVER = List.of("-XX:+UseG1GC");
    private static final List<String> CLIENT = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    void write(Path template, Path script) throws IOException {
        String text = Files.readString(template)
                .replace("@COMMON_OPTIONS@", String.join(" ", COMMON))
                .replace("@SERVER_OPTIONS@", '"' + String.join(" ", SERVER) + '"')
                .replace("@CLIENT_OPTIONS@", '"' + String.join(" ", CLIENT) + '"')
                .replace("@SQLITE@", libraries.sqlite())
                .replace("@CLASSPATH@", classPath("$dist/lib"))
                .replace("@MAIN@", main);
        Files.createDirectories(script.getParent());
        Files.writeString(script, text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    void train(Path dist, Path data, String training) throws IOException, InterruptedException {
        Trees.delete(data);
        Files.createDirectories(data);
        List<String> command = new ArrayList<>();
        command.add(dist.resolve("runtime/bin/java").toString());
        command.add("-XX:AOTCacheOutput=" + dist.resolve("perigee.aot"));
        command.addAll(SERVER);
        command.addAll(COMMON);
        command.add("-Dorg.sqlite.lib.path=" + dist.resolve("lib/native"));
        command.add("-Dorg.sqlite.lib.name=" + libraries.sqlite());
        command.addAll(List.of("-cp", classPath(dist.resolve("lib").toString()), training, data.toString()));
        Dist.run(command, data.resolveSibling("training.log"));
        if (!Files.exists(dist.resolve("perigee.aot"))) {
            throw new IOException("the training run left no AOT cache; see " + data.resolveSibling("training.log"));
        }
        Trees.delete(data);
    }

    private String classPath(String directory) {
        return libraries.jars().stream()
                .map(jar -> directory + "/" + jar.getFileName())
                .collect(Collectors.joining(":"));
    }
}
