package dev.perigee.testkit.simulation;

import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastDecision;
import dev.perigee.control.broadcast.BroadcastStatus;
import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.command.Command;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.broadcast.BroadcastState;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.command.Result;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the broadcasts must be, kept beside the store: each member has one command in its turn, no more are live
/// than may be, none is created but while running, terminal is final and comes when all have ended.
final class BroadcastBook {
    private final CommandBook commands;
    private final Map<BroadcastId, Entry> entries = new LinkedHashMap<>();
    private final List<Entry> all = new ArrayList<>();
    private final Map<String, BroadcastId> keys = new HashMap<>();
    private final int liveMax;
    private int looked;

    private static final class Entry {
        private final List<SatelliteId> members;
        private final List<CommandId> created = new ArrayList<>();
        private Broadcast broadcast;

        private Entry(Broadcast broadcast, List<SatelliteId> members) {
            this.broadcast = broadcast;
            this.members = List.copyOf(members);
        }
    }

    BroadcastBook(Plan plan, CommandBook commands) {
        this.commands = commands;
        this.liveMax = plan.settings().queues().broadcastsMax();
    }

    /// The store added a broadcast.
    void inserted(Broadcast broadcast, List<SatelliteId> members) {
        Entry entry = new Entry(broadcast, members);
        all.add(entry);
        Violation.unless(entries.put(broadcast.id(), entry) == null, "an id is used once", broadcast);
        Violation.unless(live() <= liveMax, "no more broadcasts are under way than may be", broadcast);
        String key = broadcast.origin().idempotencyKey();
        if (key != null) {
            BroadcastId first = keys.putIfAbsent(broadcast.origin().caller() + " " + key, broadcast.id());
            Violation.unless(first == null, "a key leads to one broadcast", broadcast);
        }
    }

    /// A submission was answered with `id`.
    void answered(String caller, String key, BroadcastId id) {
        Violation.unless(entries.containsKey(id), "no accepted broadcast is lost", id);
        Violation.unless(id.equals(keys.get(caller + " " + key)), "a key leads to one broadcast", id);
    }

    /// The store says that it applied `move` and added `created`.
    void applied(BroadcastDecision.Move move, List<Command> created) {
        Entry entry = entry(move.before().id());
        BroadcastStatus before = entry.broadcast.status();
        BroadcastStatus after = move.after();
        Object detail = before + " -> " + after + " of " + entry.broadcast.id();
        Violation.unless(!before.state().isTerminal(), "terminal is final", detail);
        Violation.unless(
                before.revision() == move.before().status().revision(), "what changed meanwhile is not set", detail);
        Violation.unless(
                created.isEmpty() || (before.state() == BroadcastState.RUNNING && after.state() == before.state()),
                "commands are created only while running",
                detail);
        Violation.unless(
                created.stream()
                        .map(Command::satellite)
                        .toList()
                        .equals(entry.members.subList(before.created(), after.created())),
                "each member has one command, in its turn",
                detail);
        created.forEach(command -> entry.created.add(command.id()));
        entry.broadcast = entry.broadcast.with(after);
        checkPacing(entry, !created.isEmpty(), detail);
        checkEnd(entry, detail);
    }

    /// After each step: what the store holds of one broadcast, another each time, is what was booked.
    void check(BroadcastStore store) {
        if (!all.isEmpty()) {
            looked = (looked + 1) % all.size();
            compare(store, all.get(looked));
        }
    }

    void checkAll(BroadcastStore store) {
        all.forEach(entry -> compare(store, entry));
    }

    int revision(BroadcastId id) {
        return entry(id).broadcast.status().revision();
    }

    long live() {
        return entries.values().stream()
                .filter(entry -> !entry.broadcast.status().state().isTerminal())
                .count();
    }

    BroadcastState state(BroadcastId id) {
        return entry(id).broadcast.status().state();
    }

    Map<BroadcastState, Integer> states() {
        Map<BroadcastState, Integer> states = new EnumMap<>(BroadcastState.class);
        entries.values().forEach(entry -> states.merge(entry.broadcast.status().state(), 1, Integer::sum));
        return states;
    }

    private static void compare(BroadcastStore store, Entry entry) {
        Broadcast stored = store.find(entry.broadcast.id())
                .orElseThrow(() -> new Violation("no accepted broadcast is lost", entry.broadcast));
        Violation.unless(
                stored.status().revision() == entry.broadcast.status().revision(),
                "nothing changes but by the lifecycle",
                stored);
    }

    private void checkPacing(Entry entry, boolean created, Object detail) {
        int members = entry.members.size();
        long live = ended(entry, false).count();
        Violation.unless(
                !created || live <= limit(entry.broadcast.pacing().maxConcurrent(), members),
                "no more commands are live than may be",
                detail);
        boolean stops = entry.broadcast.status().state() == BroadcastState.STOPPING;
        long failed = ended(entry, true).filter(command -> !succeeded(command)).count();
        Violation.unless(
                !stops || failed > limit(entry.broadcast.pacing().maxFailures(), members),
                "only too many failures stop it",
                detail);
    }

    private void checkEnd(Entry entry, Object detail) {
        BroadcastStatus status = entry.broadcast.status();
        if (!status.state().isTerminal()) {
            return;
        }
        Violation.unless(ended(entry, false).findAny().isEmpty(), "it ends when all its commands have", detail);
        Violation.unless(
                status.state() != BroadcastState.COMPLETED || entry.created.size() == entry.members.size(),
                "completed, every member has its command",
                detail);
        long succeeded = ended(entry, true).filter(BroadcastBook::succeeded).count();
        Violation.unless(
                status.tally()
                        .filter(tally -> tally.ended() == entry.created.size() && tally.succeeded() == succeeded)
                        .isPresent(),
                "all members are accounted for",
                detail);
    }

    private Stream<Command> ended(Entry entry, boolean ended) {
        return entry.created.stream()
                .map(commands::command)
                .filter(command -> command.status().state().isTerminal() == ended);
    }

    private Entry entry(BroadcastId id) {
        return Optional.ofNullable(entries.get(id))
                .orElseThrow(() -> new Violation("only what was submitted is there", id));
    }

    private static boolean succeeded(Command command) {
        return command.status().outcome() instanceof Result.Completed completed && completed.exitCode() == 0;
    }

    private static int limit(@Nullable Portion portion, int members) {
        return portion == null ? members : portion.outOf(members);
    }
}
