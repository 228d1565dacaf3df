package dev.perigee.process;

import dev.perigee.process.ProcessStat.Identity;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// The members of one running tree, found anew each time and sent each signal once. Confined to the supervisor.
final class Members {
    /// How often a signal chases processes that were forked while it was being sent.
    private static final int ROUNDS_MAX = 16;

    private final int leader;
    private final String marker;
    private final TreeCgroup cgroup;
    private Set<Identity> known = Set.of();
    private final Map<Signal, Set<Identity>> reached = new EnumMap<>(Signal.class);

    Members(int leader, Marker marker, TreeCgroup cgroup) {
        this.leader = leader;
        this.cgroup = cgroup;
        this.marker = marker.value();
    }

    /// Who is alive; remembered, so that one that sheds its session, parent and environment later is still found.
    List<ProcessStat> alive() {
        Set<Integer> grouped = cgroup.processes();
        Membership membership =
                new Membership(ProcFs.self(), leader, known, pid -> grouped.contains(pid) || marked(pid));
        List<ProcessStat> found = membership.of(ProcFs.all());
        known = Membership.identities(found);
        return found;
    }

    /// Signals all members until a look finds nobody new, or it is time for something stronger. The leader must not
    /// have been reaped yet.
    void signal(Signal signal, BooleanSupplier late) {
        if (signal == Signal.KILL) {
            Posix.killGroup(leader, signal);
            cgroup.kill();
        }
        Set<Identity> done = reached.computeIfAbsent(signal, any -> new HashSet<>());
        for (int round = 0; round < ROUNDS_MAX && !late.getAsBoolean(); round++) {
            List<ProcessStat> fresh =
                    alive().stream().filter(stat -> done.add(stat.identity())).toList();
            if (fresh.isEmpty()) {
                return;
            }
            fresh.stream().takeWhile(stat -> !late.getAsBoolean()).forEach(stat -> PinnedProcess.send(stat, signal));
        }
    }

    /// Puts the members there are into the group: the leader, and what it forked before it was in.
    void enterGroup() throws IOException {
        Set<Identity> entered = new HashSet<>();
        cgroup.enter(leader);
        boolean more = !cgroup.directories().isEmpty() && ProcFs.mayHaveChildren(leader);
        for (int round = 0; more && round < ROUNDS_MAX; round++) {
            more = false;
            for (ProcessStat stat : alive()) {
                if (entered.add(stat.identity())) {
                    more = true;
                    cgroup.enter(stat.pid());
                }
            }
        }
    }

    int oomKills() {
        return cgroup.oomKills();
    }

    private boolean marked(int pid) {
        return ProcFs.marker(pid).filter(marker::equals).isPresent();
    }
}
