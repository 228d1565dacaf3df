package dev.perigee.control.command;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How many commands are queued, for each satellite and in all, and the bounds of it. Kept in memory and compared
/// with the store now and then, so that a count gone wrong does not stay so. Thread-safe.
public final class QueueDepths implements CommandListener {
    private final Limits limits;
    private final Map<SatelliteId, AtomicInteger> queued = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private final AtomicInteger doubts = new AtomicInteger();
    /// How many doubts there were when the last count began.
    private volatile int settled = -1;
    /// The differences that the last count saw for the first time.
    private volatile Map<SatelliteId, Integer> doubted = Map.of();

    /// How many commands may be queued for one satellite and in all. Those of a broadcast are counted and not
    /// refused: there is one a satellite, and a bound on how many broadcasts there are.
    public record Limits(int perSatelliteMax, int max) {
        public static final Limits DEFAULT = new Limits(10_000, 1_000_000);
    }

    public QueueDepths(Limits limits) {
        this.limits = limits;
    }

    public int of(SatelliteId satellite) {
        AtomicInteger depth = queued.get(satellite);
        return depth == null ? 0 : Math.max(0, depth.get());
    }

    /// Whether it is certain that nothing is queued for the satellite.
    boolean isEmpty(SatelliteId satellite) {
        return settled == doubts.get() && !doubted.containsKey(satellite) && of(satellite) == 0;
    }

    public int all() {
        return Math.max(0, all.get());
    }

    /// Makes room for one command, or throws the problem that there is none.
    void enter(SatelliteId satellite) {
        if (all.incrementAndGet() > limits.max()) {
            all.decrementAndGet();
            throw full("the control plane has " + limits.max() + " commands queued", "commands.queue-max");
        }
        AtomicInteger depth = depth(satellite);
        if (depth.incrementAndGet() > limits.perSatelliteMax()) {
            depth.decrementAndGet();
            all.decrementAndGet();
            throw full(
                    "satellite \"" + satellite + "\" has " + limits.perSatelliteMax() + " commands queued",
                    "commands.queue-per-satellite-max");
        }
    }

    /// Gives back the room of a command that was not queued after all, or is no longer.
    void leave(SatelliteId satellite) {
        depth(satellite).decrementAndGet();
        all.decrementAndGet();
    }

    /// Compares the counts with the store's. A command on its way in or out is in one of them only, so a
    /// difference is corrected when it was the same the last time; the first time at once, since nothing can be
    /// under way. Only one thread may do it at a time.
    public void recount(CommandStore store) {
        int before = doubts.get();
        Map<SatelliteId, Integer> differences = new HashMap<>();
        queued.forEach((satellite, depth) -> differences.put(satellite, -depth.get()));
        store.queueDepths()
                .forEach((satellite, depth) -> differences.merge(satellite, Math.toIntExact(depth), Integer::sum));
        differences.values().removeIf(difference -> difference == 0);
        Map<SatelliteId, Integer> certain = new HashMap<>(differences);
        if (settled >= 0) {
            certain.entrySet().retainAll(doubted.entrySet());
        }
        certain.forEach((satellite, difference) -> {
            depth(satellite).addAndGet(difference);
            all.addAndGet(difference);
        });
        differences.keySet().removeAll(certain.keySet());
        doubted = differences;
        settled = before;
    }

    @Override
    public void accepted(Command command) {
        if (command.origin().broadcast().isPresent() && command.status().state() == CommandState.QUEUED) {
            depth(command.satellite()).incrementAndGet();
            all.incrementAndGet();
        }
    }

    @Override
    public void inDoubt() {
        doubts.incrementAndGet();
    }

    @Override
    public void moved(Decision.Move move) {
        boolean was = move.before().status().state() == CommandState.QUEUED;
        boolean is = move.after().state() == CommandState.QUEUED;
        if (was && !is) {
            leave(move.before().satellite());
        } else if (is && !was) {
            depth(move.before().satellite()).incrementAndGet();
            all.incrementAndGet();
        }
    }

    private AtomicInteger depth(SatelliteId satellite) {
        return queued.computeIfAbsent(satellite, _ -> new AtomicInteger());
    }

    private static ProblemException full(String what, String limit) {
        return new ProblemException(
                ProblemType.QUEUE_FULL, what + ", as many as " + limit + " allows; expected room: send it again later");
    }
}
