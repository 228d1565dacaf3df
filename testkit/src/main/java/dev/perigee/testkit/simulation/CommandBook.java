package dev.perigee.testkit.simulation;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Decision;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the control plane's store must hold, kept beside it: nothing that was inserted is lost, every change is
/// one that may follow, terminal is final, and a result is one that a run came to.
final class CommandBook {
    private static final Comparator<Entry> ORDER = Comparator.comparing(
                    (Entry entry) -> entry.command.terms().priority())
            .thenComparingInt(entry -> entry.place);

    private final Plan plan;
    private final boolean inOrder;
    private final RunBook runs;
    private final Map<CommandId, Entry> entries = new LinkedHashMap<>();
    private final List<Entry> all = new ArrayList<>();
    private final Map<SatelliteId, NavigableSet<Entry>> queued = new HashMap<>();
    private final Map<SatelliteId, Integer> depths = new HashMap<>();
    private final Map<String, CommandId> keys = new HashMap<>();
    private final Map<CommandId, CommandId> redrives = new HashMap<>();
    private final Set<CommandId> changed = new HashSet<>();
    private int live;
    private int leases;
    private int looked;

    private static final class Entry {
        private final int place;
        private Command command;
        private int leased;
        private boolean everLeased;

        private Entry(Command command, int place) {
            this.command = command;
            this.place = place;
        }

        private CommandState state() {
            return command.status().state();
        }
    }

    /// Results are compared with `runs`. Whether the most urgent is always leased first can only be told when
    /// nothing comes between looking and leasing.
    CommandBook(Plan plan, RunBook runs) {
        this.plan = plan;
        this.inOrder = plan.faults().calls().interleaving() == 0;
        this.runs = runs;
    }

    /// The store added `command`, as asked for by `origin`.
    void inserted(Command command, Command.Origin origin) {
        Entry entry = new Entry(command, all.size());
        Violation.unless(entries.put(command.id(), entry) == null, "an id is used once", command);
        all.add(entry);
        if (command.status().claimable()) {
            queuedAt(command.satellite()).add(entry);
        } else if (entry.state() == CommandState.LEASED) {
            boolean first = queuedAt(command.satellite()).headSet(entry).isEmpty();
            Violation.unless(!inOrder || first, "what is leased as it comes overtakes nothing", command);
            lease(entry);
        }
        Violation.unless(
                command.terms().notBefore() == null || !command.status().claimable(),
                "what has a not-before time is held back",
                command);
        origin.deadLetter().ifPresent(dead -> {
            Violation.unless(
                    entry(dead).state() == CommandState.DEAD_LETTERED, "only what is dead is redriven", command);
            CommandId first = redrives.putIfAbsent(dead, command.id());
            Violation.unless(first == null, "one command stands in for a dead letter", command);
        });
        origin.key().ifPresent(key -> {
            CommandId first = keys.putIfAbsent(origin.caller() + " " + key, command.id());
            Violation.unless(first == null, "a key leads to one command", command);
        });
        live++;
        count(entry.state(), command.satellite(), 1);
        checkDepth(command);
        changed.add(command.id());
    }

    /// A submission was answered with `id`.
    void answered(String caller, Optional<String> key, CommandId id) {
        Violation.unless(entries.containsKey(id), "no accepted command is lost", id);
        key.ifPresent(
                text -> Violation.unless(id.equals(keys.get(caller + " " + text)), "a key leads to one command", id));
    }

    /// Redriving `dead` was answered with `next`.
    void redriven(CommandId dead, CommandId next) {
        Violation.unless(next.equals(redrives.get(dead)), "one command stands in for a dead letter", next);
    }

    /// The store says that it applied `move` at `now`, and holds `stored` since.
    void applied(Decision.Move move, Command stored, Instant now) {
        Entry entry = entry(move.before().id());
        CommandStatus before = entry.command.status();
        CommandStatus after = stored.status();
        Object detail = before + " -> " + after + " of " + stored.id();
        Violation.unless(!before.state().isTerminal(), "terminal is final", detail);
        Violation.unless(
                before.revision() == move.before().status().revision(), "what changed meanwhile is not set", detail);
        Violation.unless(after.revision() == before.revision() + 1, "revision increases by one per change", detail);
        Violation.unless(
                after.attempts() <= entry.command.terms().attemptsMax(), "attempts never exceed their limit", detail);
        Violation.unless(mayFollow(entry, after, now), "a change is one that may follow", detail);
        after.result()
                .filter(result -> !(result instanceof Result.Interrupted))
                .ifPresent(result -> Violation.unless(
                        runs.produced(stored.id(), result), "a recorded result is what a run came to", detail));
        if (after.state() == CommandState.CANCELLED) {
            noteCancelled(entry, stored);
        }
        set(entry, stored);
    }

    /// The store came back after its machine stopped: changes that need not have been durable may be gone, nothing
    /// else.
    void restored(CommandStore store) {
        for (Entry entry : all) {
            Command stored = stored(store, entry);
            if (entry.state().isTerminal() || stored.status().state().isTerminal()) {
                Violation.unless(stored.equals(entry.command), "terminal is final, over a power loss too", stored);
            }
            set(entry, stored);
        }
    }

    /// Compares what changed in this step, and one other command in turn, with the store.
    void check(CommandStore store) {
        for (CommandId id : changed) {
            compare(store, entry(id));
        }
        changed.clear();
        if (!all.isEmpty()) {
            looked = (looked + 1) % all.size();
            compare(store, all.get(looked));
        }
    }

    void checkAll(CommandStore store) {
        all.forEach(entry -> compare(store, entry));
    }

    int live() {
        return live;
    }

    /// How many leases were given before this command's last one.
    int leasePlace(CommandId id) {
        return entry(id).leased;
    }

    Command command(CommandId id) {
        return entry(id).command;
    }

    List<Command> unfinished() {
        return all.stream()
                .map(entry -> entry.command)
                .filter(command -> !command.status().state().isTerminal())
                .toList();
    }

    Map<CommandState, Integer> states() {
        Map<CommandState, Integer> counts = new TreeMap<>();
        all.forEach(entry -> counts.merge(entry.state(), 1, Integer::sum));
        return counts;
    }

    private boolean mayFollow(Entry entry, CommandStatus after, Instant now) {
        CommandStatus before = entry.command.status();
        boolean wasLeased = before.state() == CommandState.LEASED;
        boolean leaseOver = before.leaseUntil().map(end -> !now.isBefore(end)).orElse(false);
        return switch (after.state()) {
            case LEASED ->
                (after.cancelling() && (wasLeased || before.attempts() > 0)) || mayBeLeased(entry, after, now);
            case QUEUED ->
                (before.state() == CommandState.QUEUED && holdOver(before, now))
                        || (wasLeased && (after.attempts() == before.attempts() - 1 || leaseOver));
            case DEAD_LETTERED ->
                wasLeased
                        && leaseOver
                        && before.attempts() == entry.command.terms().attemptsMax();
            case CANCELLED -> after.result().isPresent() || before.state() == CommandState.QUEUED || wasLeased;
            case EXPIRED -> before.state() == CommandState.QUEUED || (wasLeased && leaseOver);
            case ACKNOWLEDGED -> before.state() != CommandState.ACKNOWLEDGED || after.cancelling();
            case COMPLETED, FAILED, TIMED_OUT, INTERRUPTED ->
                after.result().map(Result::state).equals(Optional.of(after.state()));
        };
    }

    private static boolean holdOver(CommandStatus before, Instant now) {
        return before.heldUntil().filter(until -> !now.isBefore(until)).isPresent();
    }

    private void noteCancelled(Entry entry, Command cancelled) {
        if (cancelled.status().result().isPresent()) {
            runs.confirmed(cancelled);
        } else if (!entry.everLeased) {
            runs.cancelledInTheQueue(cancelled);
        }
    }

    private void lease(Entry entry) {
        entry.leased = leases++;
        entry.everLeased = true;
    }

    private boolean mayBeLeased(Entry entry, CommandStatus after, Instant now) {
        CommandStatus before = entry.command.status();
        return before.claimable()
                && after.attempts() == before.attempts() + 1
                && now.isBefore(entry.command.terms().expiresAt())
                && (!inOrder || queuedAt(entry.command.satellite()).first() == entry);
    }

    private void set(Entry entry, Command stored) {
        NavigableSet<Entry> waiting = queuedAt(stored.satellite());
        waiting.remove(entry);
        live += (entry.state().isTerminal() ? 1 : 0) - (stored.status().state().isTerminal() ? 1 : 0);
        count(entry.state(), stored.satellite(), -1);
        count(stored.status().state(), stored.satellite(), 1);
        entry.command = stored;
        if (stored.status().claimable()) {
            waiting.add(entry);
        } else if (entry.state() == CommandState.LEASED) {
            lease(entry);
        }
        changed.add(stored.id());
    }

    private void count(CommandState state, SatelliteId satellite, int more) {
        if (state == CommandState.QUEUED) {
            depths.merge(satellite, more, Integer::sum);
        }
    }

    /// The counts of a brain that knows all it did are right; a broadcast's commands are not refused.
    private void checkDepth(Command command) {
        boolean counts = plan.lane().isCalm()
                && command.status().state() == CommandState.QUEUED
                && command.origin().broadcast().isEmpty();
        Plan.OfQueues limits = plan.settings().queues();
        Violation.unless(
                !counts || depths.getOrDefault(command.satellite(), 0) <= limits.perSatelliteMax(),
                "no more are queued for a satellite than may be",
                depths);
        int all = depths.values().stream().mapToInt(depth -> depth).sum();
        Violation.unless(!counts || all <= limits.max(), "no more are queued than may be", depths);
    }

    private static void compare(CommandStore store, Entry entry) {
        Violation.unless(
                stored(store, entry).equals(entry.command), "nothing changes but by the lifecycle", entry.command);
    }

    private static Command stored(CommandStore store, Entry entry) {
        return store.find(entry.command.id())
                .orElseThrow(() -> new Violation("no accepted command is lost", entry.command));
    }

    private Entry entry(CommandId id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new Violation("only what was submitted is there", id);
        }
        return entry;
    }

    private NavigableSet<Entry> queuedAt(SatelliteId satellite) {
        return queued.computeIfAbsent(satellite, _ -> new TreeSet<>(ORDER));
    }
}
