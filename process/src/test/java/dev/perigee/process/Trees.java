package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.process.ProcessSpec.Limits;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/// Process trees of an instance that no other test has, with short times.
final class Trees implements AutoCloseable {
    static final Duration GRACE = Duration.ofMillis(300);
    /// How much slower than usual this machine may be.
    private static final int PACE = Integer.getInteger("test.pace", 1);

    static final Limits AMPLE = Limits.within(Duration.ofSeconds(30L * PACE));
    private static final Duration DEADLINE = Duration.ofSeconds(20L * PACE);

    private final String instance = "test-" + UUID.randomUUID();
    private final ProcessTrees trees;

    Trees() {
        this(GRACE, TreeSettings.TREES_MAX, System::nanoTime);
    }

    Trees(Duration grace, int treesMax, LongSupplier nanoClock) {
        trees = ProcessTrees.open(instance, new TreeSettings(grace, TreeSettings.KILL_PATIENCE, treesMax), nanoClock);
    }

    static ProcessSpec shell(String script) {
        return shell(AMPLE, script);
    }

    static ProcessSpec shell(Limits limits, String script) {
        return ProcessSpec.of("command-" + UUID.randomUUID(), limits, "/bin/sh", "-c", script);
    }

    static Limits within(long millis) {
        return Limits.within(Duration.ofMillis(millis));
    }

    String instance() {
        return instance;
    }

    ProcessTrees trees() {
        return trees;
    }

    RunningTree start(ProcessSpec spec) {
        return start(spec, TreeListener.none());
    }

    RunningTree start(ProcessSpec spec, TreeListener listener) {
        Start start = trees.start(spec, listener);
        assertThat(start).isInstanceOf(Start.Started.class);
        return ((Start.Started) start).tree();
    }

    static Outcome end(RunningTree tree) {
        try {
            return tree.await(DEADLINE).orElseThrow(() -> new AssertionError("Still running: " + tree.id()));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Outcome run(ProcessSpec spec) {
        return end(start(spec));
    }

    Outcome.Exited runToExit(ProcessSpec spec) {
        Outcome outcome = run(spec);
        assertThat(outcome).isInstanceOf(Outcome.Exited.class);
        return (Outcome.Exited) outcome;
    }

    Start.NotStarted refused(ProcessSpec spec) {
        Start start = trees.start(spec, TreeListener.none());
        assertThat(start).isInstanceOf(Start.NotStarted.class);
        return (Start.NotStarted) start;
    }

    /// Whoever carries the marker of this instance and is alive.
    List<ProcessStat> alive() {
        return carrying(Marker.prefix(instance));
    }

    static List<ProcessStat> carrying(String prefix) {
        return ProcFs.all().stream()
                .filter(ProcessStat::alive)
                .filter(stat -> stat.pid() != ProcFs.self())
                .filter(stat -> ProcFs.marker(stat.pid())
                        .filter(value -> value.startsWith(prefix))
                        .isPresent())
                .toList();
    }

    static boolean gone(int pid) {
        return ProcFs.stat(pid).filter(ProcessStat::alive).isEmpty();
    }

    static List<ProcessStat> zombies() {
        return ProcFs.all().stream()
                .filter(stat -> stat.parent() == ProcFs.self() && !stat.alive())
                .toList();
    }

    @Override
    public void close() {
        trees.close();
    }
}
