import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The Java runtime of the distribution, linked from the JDK that runs this. One that was linked from the same JDK
/// with the same options is taken over.
final class JavaRuntime {
    /// What the code and its libraries use, as jdeps shows it, and what they find by name: elliptic curves for TLS
    /// and the management beans that pools look for. Left out is java.desktop, a third of the size, which only Jdbi's
    /// and Jackson's mapping of Java beans uses; ours are records.
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.sql",
            "java.xml",
            "jdk.crypto.ec",
            "jdk.jfr",
            "jdk.net",
            "jdk.unsupported");

    private JavaRuntime() {}

    static void make(Path existing, Path target) throws IOException, InterruptedException {
        List<String> options = List.of(
                "--add-modules", String.join(",", MODULES), "--strip-debug", "--no-header-files", "--no-man-pages");
        String madeOf = System.getProperty("java.home") + '\n' + System.getProperty("java.vm.version") + '\n' + options;
        Path note = Path.of("made-of");
        if (Files.exists(existing.resolve(note)) && Files.readString(existing.resolve(note)).equals(madeOf)) {
            Trees.link(existing, target);
            return;
        }
        Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
        List<String> command = new java.util.ArrayList<>(List.of(jlink.toString(), "--output", target.toString()));
        command.addAll(options);
        Dist.run(command, target.resolveSibling("jlink.log"));
        Files.delete(target.resolveSibling("jlink.log"));
        Files.writeString(target.resolve(note), madeOf);
    }
}
