import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

/// Makes the self-contained distribution: a Java runtime of only the modules needed, the jars, the native library of
/// SQLite, the launcher and the AOT caches. It is built aside and put in its place whole, so `dist` is never half of
/// one.
///
/// `java packaging/Dist.java ROOT JAR LIBRARIES WORK TIME`: the repository, the jar of the command line, the file
/// that lists the jars it needs, a directory for work in progress on the same file system, and when the build began.
/// Without a change in what goes into it the distribution stays as it is.
final class Dist {
    private static final String MAIN = "dev.perigee.cli.Main";
    private static final String TRAINING = "dev.perigee.cli.training.Training";

    /// Holds the digest of what the distribution was made of; its time is when the build began, for comparing with
    /// sources.
    static final String STAMP = ".stamp";

    private Dist() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        Path root = Path.of(words[0]).toAbsolutePath().normalize();
        Path dist = root.resolve("dist");
        Path work = Path.of(words[3]).toAbsolutePath();
        Inputs inputs = Inputs.of(root.resolve("packaging"), Path.of(words[1]), Path.of(words[2]));
        FileTime began = FileTime.from(Instant.parse(words[4]));
        if (inputs.made(dist)) {
            Files.setLastModifiedTime(dist.resolve(STAMP), began);
            return;
        }
        Path next = work.resolve("dist-next");
        Trees.delete(next);
        Files.createDirectories(next);

        JavaRuntime.make(dist.resolve("runtime"), next.resolve("runtime"));
        Libraries libraries = Libraries.copy(Path.of(words[1]), Path.of(words[2]), next.resolve("lib"));
        Launcher launcher = new Launcher(libraries, MAIN);
        launcher.write(root.resolve("packaging/launcher.sh"), next.resolve("bin/perigee"));
        new Training(next, launcher, TRAINING, work).make();
        Path stamp = Files.writeString(next.resolve(STAMP), inputs.digest());
        Files.setLastModifiedTime(stamp, began);

        Path previous = work.resolve("dist-previous");
        Trees.delete(previous);
        if (Files.exists(dist)) {
            Files.move(dist, previous);
        }
        Files.move(next, dist);
        Trees.delete(previous);
    }

    /// Runs a program and shows its output only when it fails.
    static void run(List<String> command, Path log) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PERIGEE_"));
        int exitCode = builder.start().waitFor();
        if (exitCode != 0) {
            System.err.println(Files.readString(log));
            throw new IOException("exit code " + exitCode + " of " + String.join(" ", command));
        }
    }
}
