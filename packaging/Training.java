import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Makes the AOT caches of a distribution by living a typical life once: first everything in one JVM, for the
/// server's; then client commands against a real `perigee up`, for theirs, which tries the launcher at the same time.
/// Whatever goes wrong fails the build.
record Training(Path dist, Launcher launcher, String main, Path work) {
    private static final long END_MAX_SECONDS = 15;

    void make() throws IOException, InterruptedException {
        Path data = work.resolve("training");
        Trees.delete(data);
        Files.createDirectories(data);
        train(Launcher.Kind.SERVER, "server", data.resolve("one"));
        Path other = data.resolve("two");
        Process up = up(other);
        try {
            train(Launcher.Kind.CLIENT, "client", other);
        } finally {
            up.destroy();
            if (!up.waitFor(END_MAX_SECONDS, TimeUnit.SECONDS)) {
                up.destroyForcibly();
            }
        }
        if (up.exitValue() != 0) {
            throw new IOException("perigee up ended with exit code " + up.exitValue() + "; see " + log("up"));
        }
        fits("version");
        fits("server", "--print-config");
        Trees.delete(data);
    }

    /// Runs the launcher with a JVM that ends rather than start without its cache.
    private void fits(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", "PERIGEE_JAVA_OPTS=-XX:AOTMode=on"));
        command.add(dist.resolve("bin/perigee").toString());
        command.addAll(List.of(words));
        Dist.run(command, log("fits"));
    }

    private void train(Launcher.Kind kind, String life, Path data) throws IOException, InterruptedException {
        Path cache = dist.resolve(kind.cache);
        List<String> command = new ArrayList<>();
        command.add(dist.resolve("runtime/bin/java").toString());
        command.add("-XX:AOTCacheOutput=" + cache);
        // the heap objects in a cache must have been laid out by G1; the serial collector can load them
        command.addAll(Launcher.Kind.SERVER.options);
        command.addAll(Launcher.COMMON);
        command.add("-Djava.library.path=" + dist.resolve("lib/native"));
        command.add("-Dorg.sqlite.lib.path=" + dist.resolve("lib/native"));
        command.add("-Dorg.sqlite.lib.name=" + launcher.libraries().sqlite());
        command.addAll(List.of("-cp", launcher.classPath(dist.resolve("lib").toString()), main, life, data.toString()));
        Dist.run(command, log(life));
        if (!Files.exists(cache)) {
            throw new IOException("the training run left no AOT cache; see " + log(life));
        }
    }

    /// Starts the distribution as a user would and returns when it is ready.
    private Process up(Path data) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        dist.resolve("bin/perigee").toString(), "up", "--port", "0", "--mcp-port", "0", "--data", data.toString())
                .redirectError(log("up").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PERIGEE_"));
        Process up = builder.start();
        BufferedReader out = up.inputReader();
        String line = out.readLine();
        if (line == null || !line.startsWith("perigee ready ")) {
            up.destroy();
            throw new IOException("perigee up did not get ready; see " + log("up"));
        }
        return up;
    }

    private Path log(String life) {
        return work.resolve("training-" + life + ".log");
    }
}
