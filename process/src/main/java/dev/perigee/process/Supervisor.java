package dev.perigee.process;

import dev.perigee.process.Launcher.Launch.Launched;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything about one running tree, in one poll loop on one thread: input, output, stages, requests to end, and the
/// leader.
/// The leader is reaped last, which reserves its number for the session and group that signals are sent to.
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int OWN_DESCRIPTORS = 5;
    private static final int NO_DESCRIPTOR = -1;
    /// Until the next look at members that could not be watched, because they or the free descriptors were gone.
    private static final long UNWATCHED_NANOS = 1_000_000;

    private final Launched launched;
    private final RunningTree tree;
    private final Surroundings surroundings;
    private final Narrator narrator;
    private final Members members;
    private final Watch watch = new Watch();
    private final Arena arena = Arena.ofConfined();
    private final PollSet poll = new PollSet(arena, OWN_DESCRIPTORS + Watch.PROCESSES_MAX);
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES);
    private final Capture stdout;
    private final Capture stderr;
    private final long startedAt;

    private Stages stages;
    private Stage entered = Stage.RUNNING;
    private Cause cause = Cause.LEADER;
    private boolean leaderGone;
    private long leaderGoneAt;
    private boolean reaped;
    private long killedAt;

    private enum Cause {
        LEADER,
        TIMEOUT,
        REQUEST
    }

    Supervisor(Launched launched, RunningTree tree, Narrator narrator, Members members, Surroundings surroundings) {
        this.launched = launched;
        this.tree = tree;
        this.surroundings = surroundings;
        this.narrator = narrator;
        ProcessSpec.Limits limits = narrator.spec().limits();
        this.members = members;
        this.stdout = new Capture(launched.stdout(), limits.outputBytesMax(), narrator.of(ProgramStream.STDOUT));
        this.stderr = new Capture(launched.stderr(), limits.outputBytesMax(), narrator.of(ProgramStream.STDERR));
        this.startedAt = now();
        this.stages = Stages.of(startedAt, limits.timeout());
    }

    /// Stays with the tree to its end, whatever happens here: no member outlives this call.
    Outcome run() {
        try (arena;
                watch;
                launched) {
            supervise();
            return finish();
        } catch (RuntimeException | Error e) {
            LOG.error("Supervision of tree {} failed; it is killed", tree.id(), e);
            if (!reaped) {
                killMembers();
                surroundings.children().abandon(launched.pid());
            }
            return new Outcome.Terminated(stdout.output(), stderr.output(), elapsed(now()));
        }
    }

    private void supervise() {
        boolean over = false;
        while (!over) {
            long now = now();
            if (leaderGone && nobodyRemains(now)) {
                return;
            }
            if (tree.terminateRequested()) {
                heedRequest(now);
            }
            advance(now);
            over = patienceLeft(now) <= 0;
            if (!over) {
                awaitSomething(now);
            }
        }
        LOG.error("Tree {} of process {} survives SIGKILL and is given up", tree.id(), launched.pid());
    }

    /// Also one that comes again, with less grace, or while the tree ends for another reason.
    private void heedRequest(long now) {
        if (!leaderGone && cause == Cause.LEADER) {
            cause = Cause.REQUEST;
        }
        stages = stages.endingAt(now, tree.grace());
    }

    private void advance(long now) {
        Stage reached = stages.at(now);
        for (Stage stage : Stage.values()) {
            if (stage.compareTo(entered) > 0 && stage.compareTo(reached) <= 0) {
                entered = stage;
                enter(stage, now);
            }
        }
    }

    private void enter(Stage stage, long now) {
        boolean timeout = !leaderGone && cause != Cause.REQUEST;
        switch (stage) {
            case RUNNING -> {}
            case WARNING -> {
                if (timeout) {
                    narrator.timeoutNear(elapsed(now));
                }
            }
            case TERMINATING -> {
                cause = timeout ? Cause.TIMEOUT : cause;
                terminateMembers();
                narrator.terminating(elapsed(now));
            }
            case KILLING -> {
                killedAt = now;
                killMembers();
                narrator.killing(elapsed(now));
            }
        }
    }

    private void awaitSomething(long now) {
        poll.clear();
        int leader = poll.add(leaderGone ? NO_DESCRIPTOR : launched.leader().fd());
        int bell = poll.add(tree.bell().fd());
        int out = poll.add(stdout.fd());
        int err = poll.add(stderr.fd());
        int in = tree.input().addTo(poll);
        watch.addTo(poll);
        long unwatched = leaderGone && watch.isEmpty() ? UNWATCHED_NANOS : Long.MAX_VALUE;
        poll.await(Math.min(unwatched, Math.min(stages.untilNext(now), patienceLeft(now))));
        if (poll.ready(out)) {
            stdout.take(buffer);
        }
        if (poll.ready(err)) {
            stderr.take(buffer);
        }
        if (poll.broken(in)) {
            deaf();
        } else if (poll.ready(in)) {
            tree.input().flush();
        }
        if (poll.ready(bell)) {
            tree.bell().silence(buffer);
        }
        watch.removeEnded(poll);
        if (poll.ready(leader)) {
            leaderGone = true;
            leaderGoneAt = now();
        }
    }

    private void deaf() {
        if (tree.input().unread()) {
            narrator.closedInput();
        }
    }

    /// Looks for members once those watched are gone. All that are left are the JVM's by now, or descend from such.
    private boolean nobodyRemains(long now) {
        if (!watch.isEmpty()) {
            return false;
        }
        List<ProcessStat> left = ProcFs.mayHaveAdopted() ? members.alive() : List.of();
        if (left.isEmpty()) {
            return true;
        }
        stages = stages.endingAt(now, tree.grace());
        switch (entered) {
            case RUNNING, WARNING -> {}
            case TERMINATING -> terminateMembers();
            case KILLING -> killMembers();
        }
        watch.over(left);
        return false;
    }

    private Outcome finish() {
        stdout.drain(buffer);
        stderr.drain(buffer);
        CapturedOutput out = stdout.output();
        CapturedOutput err = stderr.output();
        Duration wall = elapsed(leaderGone ? leaderGoneAt : now());
        WaitStatus status = WaitStatus.UNKNOWN;
        if (leaderGone) {
            reaped = true;
            status = surroundings.children().reap(launched.pid());
        } else {
            surroundings.children().abandon(launched.pid());
        }
        return switch (cause) {
            case LEADER -> new Outcome.Exited(status.exitCode(), status.signal(), members.oomKills(), out, err, wall);
            case TIMEOUT -> new Outcome.TimedOut(out, err, wall);
            case REQUEST -> new Outcome.Terminated(out, err, wall);
        };
    }

    private void terminateMembers() {
        members.signal(Signal.TERMINATE, () -> stages.at(now()) == Stage.KILLING);
    }

    private void killMembers() {
        long start = now();
        long patience = Stages.nanos(surroundings.settings().killPatience());
        members.signal(Signal.KILL, () -> now() - start >= patience);
    }

    private long patienceLeft(long now) {
        long patience = Stages.nanos(surroundings.settings().killPatience());
        return entered == Stage.KILLING ? killedAt + patience - now : Long.MAX_VALUE;
    }

    private Duration elapsed(long now) {
        return Duration.ofNanos(now - startedAt);
    }

    private long now() {
        return surroundings.clock().getAsLong();
    }
}
