package dev.perigee.process;

import dev.perigee.process.ProcessStat.Identity;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Kills what trees of an earlier life left behind: all processes that carry the marker of this instance and an id
/// that is not live. Never this process or one of its ancestors, which may come from such a tree themselves.
record Sweep(String prefix, Predicate<String> liveRawId, LongSupplier clock, long patienceNanos) {
    private static final long UNWATCHED_NANOS = 1_000_000;

    /// How many it killed. Waits until they are gone, within the patience.
    int run() {
        long start = clock.getAsLong();
        Set<Identity> killed = new HashSet<>();
        try (Arena arena = Arena.ofConfined();
                Watch watch = new Watch()) {
            PollSet poll = new PollSet(arena, Watch.PROCESSES_MAX);
            List<ProcessStat> left = survivors();
            while (!left.isEmpty() && clock.getAsLong() - start < patienceNanos) {
                killed.addAll(Membership.identities(left));
                left.forEach(stat -> PinnedProcess.send(stat, Signal.KILL));
                watch.over(left);
                await(watch, poll, start);
                left = survivors();
            }
        }
        return killed.size();
    }

    private void await(Watch watch, PollSet poll, long start) {
        long remaining = patienceNanos;
        do {
            poll.clear();
            watch.addTo(poll);
            poll.await(watch.isEmpty() ? UNWATCHED_NANOS : remaining);
            watch.removeEnded(poll);
            remaining = patienceNanos - (clock.getAsLong() - start);
        } while (!watch.isEmpty() && remaining > 0);
    }

    private List<ProcessStat> survivors() {
        List<ProcessStat> all = ProcFs.all();
        Set<Integer> own = ownLine(all);
        return all.stream()
                .filter(stat -> stat.session() != 0 && stat.alive() && !own.contains(stat.pid()))
                .filter(stat -> leftBehind(ProcFs.marker(stat.pid())))
                .toList();
    }

    private boolean leftBehind(Optional<String> marker) {
        return marker.filter(value -> value.startsWith(prefix))
                .map(value -> value.substring(prefix.length()))
                .filter(liveRawId.negate())
                .isPresent();
    }

    private static Set<Integer> ownLine(List<ProcessStat> all) {
        Map<Integer, Integer> parents = new HashMap<>();
        all.forEach(stat -> parents.put(stat.pid(), stat.parent()));
        Set<Integer> line = new HashSet<>();
        int pid = ProcFs.self();
        while (pid > 0 && line.add(pid)) {
            pid = parents.getOrDefault(pid, 0);
        }
        return line;
    }
}
