package dev.perigee.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A started tree. Safe for use by many threads; none of its methods hurts after the end.
public final class RunningTree {
    private final String id;
    private volatile Duration grace;
    private final Bell bell = new Bell();
    private final TreeInput input;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int pid;
    private volatile boolean terminateRequested;
    private volatile @Nullable Outcome outcome;

    RunningTree(String id, Duration grace, long inputBytesMax) {
        this.id = id;
        this.grace = grace;
        this.input = new TreeInput(inputBytesMax, bell);
    }

    /// The id of its [ProcessSpec].
    public String id() {
        return id;
    }

    /// The process id of the leader, which is also its session and group. After the end it may be anybody's.
    public int pid() {
        return pid;
    }

    /// What is said to the stdin of the leader; closed from the start when its limits give it none.
    public TreeInput input() {
        return input;
    }

    /// Asks all members to end: SIGTERM now, SIGKILL after the grace. Does not wait.
    public void terminate() {
        terminateRequested = true;
        bell.ring();
    }

    /// Waits for the end. Being interrupted here does not end the tree.
    public Outcome await() throws InterruptedException {
        ended.await();
        return outcome().orElseThrow();
    }

    /// Waits for the end so long; empty when the tree is still running then.
    public Optional<Outcome> await(Duration timeout) throws InterruptedException {
        return ended.await(Stages.nanos(timeout), TimeUnit.NANOSECONDS) ? outcome() : Optional.empty();
    }

    /// Empty while it is running.
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /// As `terminate`, with SIGKILL after `sooner` where that is less than the tree's own grace, or than what is left
    /// of it to a tree that is ending.
    public void terminate(Duration sooner) {
        if (sooner.compareTo(grace) < 0) {
            grace = sooner;
        }
        terminate();
    }

    /// What lies between SIGTERM and SIGKILL.
    Duration grace() {
        return grace;
    }

    Bell bell() {
        return bell;
    }

    boolean terminateRequested() {
        return terminateRequested;
    }

    void launched(int leader, Descriptor stdin) {
        pid = leader;
        input.open(stdin);
    }

    /// Without an outcome when it never ran.
    void ended(@Nullable Outcome result) {
        outcome = result;
        input.cut();
        bell.close();
        ended.countDown();
    }

    /// Whether it ended, or turned out not to start, within this time.
    boolean over(Duration timeout) throws InterruptedException {
        return ended.await(Stages.nanos(timeout), TimeUnit.NANOSECONDS);
    }
}
