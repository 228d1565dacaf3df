package dev.perigee.process;

import dev.perigee.process.ProcessStat.Identity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/// Who belongs to the tree of a leader: its session, who was known to belong before, who carries its marker or is in
/// its group, and the
/// descendants of all these. Pure over a snapshot of the processes.
record Membership(int self, int leader, Set<Identity> known, IntPredicate marked) {
    /// The members that are alive, in no particular order.
    List<ProcessStat> of(List<ProcessStat> snapshot) {
        Map<Integer, List<ProcessStat>> children = new HashMap<>();
        snapshot.forEach(stat -> children.computeIfAbsent(stat.parent(), parent -> new ArrayList<>())
                .add(stat));
        Map<Integer, ProcessStat> members = new HashMap<>();
        for (ProcessStat stat : snapshot) {
            if (stat.pid() == leader || stat.session() == leader || known.contains(stat.identity())) {
                addWithDescendants(stat, children, members);
            }
        }
        for (ProcessStat stat : snapshot) {
            // Kernel threads and what lies outside of this pid namespace have session 0; no child of ours does.
            boolean candidate = stat.session() != 0 && stat.alive() && !members.containsKey(stat.pid());
            if (candidate && stat.pid() != self && marked.test(stat.pid())) {
                addWithDescendants(stat, children, members);
            }
        }
        return members.values().stream().filter(ProcessStat::alive).toList();
    }

    private void addWithDescendants(
            ProcessStat root, Map<Integer, List<ProcessStat>> children, Map<Integer, ProcessStat> members) {
        Deque<ProcessStat> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            ProcessStat stat = open.pop();
            if (stat.pid() != self && members.putIfAbsent(stat.pid(), stat) == null) {
                open.addAll(children.getOrDefault(stat.pid(), List.of()));
            }
        }
    }

    static Set<Identity> identities(List<ProcessStat> processes) {
        Set<Identity> identities = new HashSet<>();
        processes.forEach(stat -> identities.add(stat.identity()));
        return identities;
    }
}
