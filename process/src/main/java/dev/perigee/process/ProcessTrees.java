package dev.perigee.process;

import dev.perigee.process.Start.NotStarted;
import dev.perigee.process.Start.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Runs programs as whole process trees: each ends within its timeout, and nothing it started outlives it.
/// While one is open, this JVM adopts the orphans of its children. Safe for use by many threads.
public final class ProcessTrees implements AutoCloseable {
    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Duration CLOSING_SLACK = Duration.ofSeconds(1);
    private static final long STACK_BYTES = 512 << 10;

    private final String instance;
    private final Surroundings surroundings;
    private final Launcher launcher;
    private final Semaphore places;
    private final Map<String, RunningTree> live = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private ProcessTrees(String instance, Surroundings surroundings) {
        this.instance = instance;
        this.surroundings = surroundings;
        this.launcher = new Launcher(Environment.own(), surroundings.children());
        this.places = new Semaphore(surroundings.settings().treesMax());
    }

    /// `instance` names the satellite among others on the machine (letters, digits, `.`, `_`, `-`; at most 128) and is
    /// the same in all its lives. `nanoClock` is [System#nanoTime] outside of tests.
    /// Throws [UnsupportedOperationException] where the system has not what this needs.
    public static ProcessTrees open(String instance, TreeSettings settings, LongSupplier nanoClock) {
        if (!INSTANCE.matcher(instance).matches()) {
            throw new IllegalArgumentException("instance is '" + instance + "', expected " + INSTANCE.pattern());
        }
        Platform.require();
        Spawn.link();
        Children children = Children.ofThisJvm();
        children.open();
        Cgroups cgroups = new Cgroups(new KernelCgroupFiles(), Path.of("/"), instance);
        return new ProcessTrees(instance, new Surroundings(settings, nanoClock, children, cgroups));
    }

    /// Starts a tree; it runs when this returns [Start.Started]. Blocks for about a millisecond.
    public Start start(ProcessSpec spec, TreeListener listener) {
        RunningTree tree = new RunningTree(
                spec.id(),
                spec.limits().graceOr(surroundings.settings().grace()),
                spec.limits().inputBytesMax());
        if (!places.tryAcquire()) {
            return new NotStarted(
                    Reason.TOO_MANY,
                    "Tree " + spec.id() + " would exceed the "
                            + surroundings.settings().treesMax() + " that may run at once");
        }
        if (live.putIfAbsent(spec.id(), tree) != null) {
            places.release();
            return new NotStarted(Reason.ALREADY_RUNNING, "A tree " + spec.id() + " is already running");
        }
        // Looked at only after the tree is listed: close() either lists it or was seen here.
        if (closed) {
            over(tree, null);
            return new NotStarted(Reason.CLOSED, "Tree " + spec.id() + " came after the close");
        }
        CompletableFuture<Start> answer = new CompletableFuture<>();
        try {
            Thread.ofPlatform()
                    .name("tree-" + spec.id())
                    .daemon()
                    .stackSize(STACK_BYTES)
                    .start(() -> run(tree, spec, listener, answer));
        } catch (OutOfMemoryError e) {
            over(tree, null);
            return new NotStarted(Reason.SYSTEM, "Tree " + spec.id() + " got no thread: " + e.getMessage());
        }
        return answer.join();
    }

    /// The process id of the leader of the tree `id`, if that is running.
    public OptionalInt leader(String id) {
        RunningTree tree = live.get(id);
        return tree == null || tree.pid() == 0 ? OptionalInt.empty() : OptionalInt.of(tree.pid());
    }

    /// Kills what an earlier life of this instance left running anywhere on the machine and answers how many that
    /// were. Waits until they are gone, at most the kill patience. Leaves other instances and running trees alone.
    public int sweep() {
        long patience = Stages.nanos(surroundings.settings().killPatience());
        int marked = new Sweep(
                        Marker.prefix(instance),
                        rawId -> live.containsKey(Native.text(rawId)),
                        surroundings.clock(),
                        patience)
                .run();
        return marked + surroundings.cgroups().sweep();
    }

    /// What this host lets be enforced of [ResourceLimits]; found out at the first call, or the first tree with limits.
    public ResourceSupport resourceSupport() {
        return surroundings.cgroups().support();
    }

    /// Terminates all trees, none with more than the common grace, and waits for their ends. Later starts are refused.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        TreeSettings settings = surroundings.settings();
        live.values().forEach(tree -> tree.terminate(settings.grace()));
        Duration slack = settings.killPatience().plus(CLOSING_SLACK);
        try {
            for (RunningTree tree : live.values()) {
                if (!tree.over(tree.grace().plus(slack))) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            surroundings.children().close();
            surroundings.cgroups().close();
        }
    }

    private void run(RunningTree tree, ProcessSpec spec, TreeListener listener, CompletableFuture<Start> answer) {
        Narrator narrator = new Narrator(spec, listener);
        Outcome outcome = null;
        Start refused = null;
        TreeCgroup cgroup = null;
        try {
            cgroup = surroundings.cgroups().make(spec.id(), spec.limits().resources());
            Marker marker = new Marker(instance, spec.id());
            switch (launch(tree, spec, marker, cgroup)) {
                case Launcher.Launch.Refused refusal -> refused = refusal.why();
                case Launcher.Launch.Launched launched -> {
                    tree.launched(launched.pid(), launched.stdin());
                    Members members = new Members(launched.pid(), marker, cgroup);
                    Supervisor supervisor = supervisor(launched, tree, narrator, members);
                    narrator.started(tree);
                    answer.complete(new Start.Started(tree));
                    outcome = supervisor.run();
                }
            }
        } catch (IOException e) {
            refused = new NotStarted(Reason.SYSTEM, "Tree " + spec.id() + " cannot be limited: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
        } finally {
            if (cgroup != null) {
                surroundings.cgroups().remove(cgroup);
            }
            over(tree, outcome);
        }
        if (outcome != null) {
            narrator.ended(outcome);
        }
        // Only now: whoever hears of the refusal may start the same id again.
        answer.complete(refused);
    }

    private Launcher.Launch launch(RunningTree tree, ProcessSpec spec, Marker marker, TreeCgroup cgroup) {
        int bell = tree.bell().open();
        return bell < 0
                ? new Launcher.Launch.Refused(new NotStarted(Reason.SYSTEM, "eventfd: " + Posix.describe(-bell)))
                : launcher.launch(spec, marker, cgroup);
    }

    private Supervisor supervisor(
            Launcher.Launch.Launched launched, RunningTree tree, Narrator narrator, Members members)
            throws IOException {
        try {
            members.enterGroup();
            return new Supervisor(launched, tree, narrator, members, surroundings);
        } catch (IOException | RuntimeException | Error e) {
            members.signal(Signal.KILL, () -> false);
            surroundings.children().abandon(launched.pid());
            launched.close();
            throw e;
        }
    }

    private void over(RunningTree tree, @Nullable Outcome outcome) {
        live.remove(tree.id(), tree);
        places.release();
        tree.ended(outcome);
    }
}
