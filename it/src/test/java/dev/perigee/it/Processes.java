package dev.perigee.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Starts the binary, and at the end of the test, or of the class, stops what still runs and fails if anything outlives
/// that. Every process is marked by an environment variable, which all that it starts inherit.
final class Processes implements AfterEachCallback, AfterAllCallback {
    static final Path BINARY =
            Path.of("..", "dist", "bin", "perigee").toAbsolutePath().normalize();

    private static final String MARK = "TEST_MARK";
    private static final Path LOGS = Path.of("target", "processes").toAbsolutePath();
    private static final Set<String> DEPLOYABLES = Set.of("up", "server", "satellite");
    private static final AtomicInteger COUNT = new AtomicInteger();
    /// Other JVMs of tests run beside this one.
    private static final long JVM = ProcessHandle.current().pid();

    private final boolean untilClassEnds;
    private final String mark = JVM + "-" + COUNT.incrementAndGet() + "-of-perigee-it";
    private final List<RunningPerigee> started = new ArrayList<>();

    private Processes(boolean untilClassEnds) {
        this.untilClassEnds = untilClassEnds;
    }

    static Processes untilTestEnds() {
        return new Processes(false);
    }

    /// For a static field.
    static Processes untilClassEnds() {
        return new Processes(true);
    }

    RunningPerigee start(String... words) throws IOException {
        return start(Map.of(), words);
    }

    /// Starts `perigee words…` with additional variables; of this JVM's own ones, none that means something to
    /// Perigee is passed on.
    RunningPerigee start(Map<String, String> environment, String... words) throws IOException {
        List<String> command = new ArrayList<>();
        // a test run in the background of a shell ignores SIGINT, and its children would inherit that
        command.addAll(List.of("env", "--default-signal=INT", BINARY.toString()));
        command.addAll(List.of(words));
        Files.createDirectories(LOGS);
        Path log = LOGS.resolve(JVM + "-" + COUNT.incrementAndGet() + "-" + words[0]);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(Path.of(log + ".out").toFile())
                .redirectError(Path.of(log + ".err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PERIGEE_"));
        builder.environment()
                .put("XDG_DATA_HOME", LOGS.resolve("nobody-uses-this").toString());
        builder.environment().put(MARK, mark);
        // Most live for seconds: to optimise them for longer would take half of their processor time.
        builder.environment().put("PERIGEE_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        // The default port is for one on this machine, and there may be another.
        builder.environment().put("PERIGEE_SATELLITE_MCP_PORT", "0");
        // Whoever comes back is there soon, and what happened is told soon: no test is about the pauses themselves.
        builder.environment().put("PERIGEE_SATELLITE_LINK_BACKOFF_MAX", "200ms");
        builder.environment().put("PERIGEE_SATELLITE_EVENTS_BATCH_WAIT", "100ms");
        builder.environment().putAll(environment);
        RunningPerigee running = new RunningPerigee(builder.start(), DEPLOYABLES.contains(words[0]), log);
        started.add(running);
        return running;
    }

    /// Runs a client command to its end.
    Ran run(String... words) throws Exception {
        return run(Map.of(), words);
    }

    Ran run(Map<String, String> environment, String... words) throws Exception {
        RunningPerigee client = start(environment, words);
        client.stdin().close();
        return client.awaitExit();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (!untilClassEnds) {
            end();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        end();
    }

    private void end() throws Exception {
        List<String> complaints = new ArrayList<>();
        // All at the same time, since the end of each may take a while.
        started.stream().filter(RunningPerigee::isDeployable).forEach(RunningPerigee::askToEnd);
        for (RunningPerigee running : started) {
            if (running.isAlive()
                    && running.isDeployable()
                    && running.terminate().exitCode() != 0) {
                complaints.add("did not end cleanly: " + running);
            }
            running.kill();
        }
        started.clear();
        for (ProcessHandle left : marked(mark)) {
            complaints.add("left behind: " + left.pid() + " "
                    + left.info().commandLine().orElse("?"));
            left.destroyForcibly();
        }
        if (!complaints.isEmpty()) {
            throw new AssertionError(String.join("\n", complaints));
        }
    }

    private static List<ProcessHandle> marked(String mark) {
        return ProcessHandle.allProcesses()
                .filter(process -> environment(process.pid()).contains(MARK + "=" + mark + "\0"))
                .toList();
    }

    /// The variables of a process, each followed by a zero byte; none when it is gone.
    static String environment(long pid) {
        return ofProcess(pid, "environ");
    }

    static String commandLine(long pid) {
        return ofProcess(pid, "cmdline");
    }

    private static String ofProcess(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }
}
