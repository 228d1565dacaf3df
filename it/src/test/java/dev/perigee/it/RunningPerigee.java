package dev.perigee.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One process of the binary. What it writes goes to files, so it never blocks and can be read at any time.
final class RunningPerigee {
    /// What is promised to whoever asks a deployable to stop.
    static final Duration STOP_MAX = Duration.ofSeconds(10);

    private static final Duration READY_MAX = Duration.ofSeconds(30);
    private static final Duration EXIT_MAX = Duration.ofMinutes(2);

    private final Process process;
    private final boolean deployable;
    private final Path log;

    RunningPerigee(Process process, boolean deployable, Path log) {
        this.process = process;
        this.deployable = deployable;
        this.log = log;
    }

    /// Waits for the ready line and returns it.
    String awaitReady() throws Exception {
        Await.until(this + " is ready", READY_MAX, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("ended before it was ready: " + ran());
            }
            return isReady();
        });
        return stdout().lines().findFirst().orElseThrow();
    }

    /// Whether it has ever said that it is ready.
    boolean isReady() throws IOException {
        return stdout().contains("\n");
    }

    /// Waits for the end that it comes to by itself.
    Ran awaitExit() throws Exception {
        return awaitExit(EXIT_MAX);
    }

    Ran awaitExit(Duration max) throws Exception {
        if (!process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            throw new AssertionError(this + " did not end within " + max);
        }
        return ran();
    }

    /// SIGTERM; does not wait.
    void askToEnd() {
        process.destroy();
    }

    /// SIGTERM, and its end within the promised time.
    Ran terminate() throws Exception {
        process.destroy();
        return awaitExit(STOP_MAX);
    }

    /// SIGINT, as Ctrl-C sends it, and its end within the promised time.
    Ran interrupt() throws Exception {
        Ran.here("kill", "-INT", String.valueOf(pid()));
        return awaitExit(STOP_MAX);
    }

    /// SIGKILL; returns when it is gone.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Whether it runs until it is told to stop.
    boolean isDeployable() {
        return deployable;
    }

    long pid() {
        return process.pid();
    }

    OutputStream stdin() {
        return process.getOutputStream();
    }

    String stdout() throws IOException {
        return Files.readString(Path.of(log + ".out"));
    }

    String stderr() throws IOException {
        return Files.readString(Path.of(log + ".err"));
    }

    private Ran ran() throws IOException {
        return new Ran(
                process.exitValue(),
                Files.readAllBytes(Path.of(log + ".out")),
                Files.readAllBytes(Path.of(log + ".err")));
    }

    @Override
    public String toString() {
        return log.getFileName() + " (see " + log + ".err)";
    }
}
