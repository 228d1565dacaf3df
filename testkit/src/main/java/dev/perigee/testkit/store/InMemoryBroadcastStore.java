package dev.perigee.testkit.store;

import dev.perigee.control.broadcast.Acceptance;
import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastDecision;
import dev.perigee.control.broadcast.BroadcastStatus;
import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.broadcast.Tally;
import dev.perigee.control.command.Command;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Result;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The reference: broadcasts in memory, in the order of submission, beside the commands that `commands` gives. An
/// instance is the durable state that outlives a control plane. Thread-safe: its monitor guards everything.
/// Deterministic: no clock, no threads, no hash order.
public final class InMemoryBroadcastStore implements BroadcastStore {
    private final Supplier<InMemoryCommandStore> commands;
    private final LinkedHashMap<BroadcastId, Broadcast> broadcasts = new LinkedHashMap<>();
    private final Map<BroadcastId, List<SatelliteId>> members = new LinkedHashMap<>();

    public InMemoryBroadcastStore(Supplier<InMemoryCommandStore> commands) {
        this.commands = commands;
        commands.get()
                .spare(id -> find(id).filter(InMemoryBroadcastStore::isLive).isPresent());
    }

    @Override
    public synchronized Acceptance insert(Broadcast broadcast, List<SatelliteId> to, int liveMax) {
        String key = broadcast.origin().idempotencyKey();
        Optional<Broadcast> first = key == null
                ? Optional.empty()
                : keyed(broadcast.origin().caller(), key, broadcast.origin().submittedAt());
        if (first.isPresent()) {
            return new Acceptance.Repeated(first.get());
        }
        if (live(liveMax).size() == liveMax) {
            return new Acceptance.Full(liveMax);
        }
        if (broadcasts.putIfAbsent(broadcast.id(), toMillis(broadcast)) != null) {
            throw new IllegalArgumentException("broadcast id " + broadcast.id() + " is taken");
        }
        members.put(broadcast.id(), List.copyOf(to));
        return new Acceptance.Accepted(broadcast);
    }

    @Override
    public synchronized Optional<Broadcast> find(BroadcastId id) {
        return Optional.ofNullable(broadcasts.get(id));
    }

    @Override
    public synchronized Optional<Broadcast> keyed(String caller, String key, Instant now) {
        return newestFirst().stream()
                .filter(broadcast -> key.equals(broadcast.origin().idempotencyKey()))
                .filter(broadcast -> caller.equals(broadcast.origin().caller()))
                .filter(broadcast ->
                        now.isBefore(broadcast.origin().submittedAt().plus(KEY_KEPT)))
                .findFirst();
    }

    @Override
    public synchronized List<Broadcast> live(int max) {
        return broadcasts.values().stream()
                .filter(InMemoryBroadcastStore::isLive)
                .limit(max)
                .toList();
    }

    @Override
    public synchronized List<Broadcast> list(@Nullable TeamName team, int max) {
        return newestFirst().stream()
                .filter(broadcast ->
                        team == null || team.equals(broadcast.origin().team()))
                .limit(max)
                .toList();
    }

    @Override
    public synchronized List<SatelliteId> members(BroadcastId id, int from, int max) {
        return members.getOrDefault(id, List.of()).stream()
                .skip(from)
                .limit(max)
                .toList();
    }

    @Override
    public synchronized Tally tally(BroadcastId id) {
        Map<CommandState, Integer> states = new EnumMap<>(CommandState.class);
        int succeeded = 0;
        for (Command command : commands.get().of(id)) {
            states.merge(command.status().state(), 1, Integer::sum);
            if (command.status().outcome() instanceof Result.Completed completed && completed.exitCode() == 0) {
                succeeded++;
            }
        }
        return new Tally(states, succeeded);
    }

    @Override
    public synchronized List<Command> commands(
            BroadcastId id, @Nullable CommandState state, @Nullable SatelliteId after, int max) {
        return commands.get().of(id).stream()
                .filter(command -> state == null || command.status().state() == state)
                .filter(command -> after == null || command.satellite().compareTo(after) > 0)
                .limit(max)
                .toList();
    }

    @Override
    public synchronized List<Command> uncancelled(BroadcastId id, int max) {
        return commands.get().of(id).stream()
                .filter(command -> !command.status().state().isTerminal())
                .filter(command -> !command.status().cancelling())
                .limit(max)
                .toList();
    }

    @Override
    public synchronized boolean apply(BroadcastDecision.Move move, List<Command> created) {
        Broadcast current = broadcasts.get(move.before().id());
        if (current == null
                || current.status().revision() != move.before().status().revision()) {
            return false;
        }
        refuseTakenPlaces(current.id(), created);
        created.forEach(commands.get()::insert);
        broadcasts.put(current.id(), current.with(toMillis(move.after())));
        return true;
    }

    @Override
    public synchronized int prune(Instant endedBefore, int max) {
        List<BroadcastId> old = broadcasts.values().stream()
                .filter(broadcast -> !isLive(broadcast))
                .filter(broadcast -> broadcast.status().changedAt().isBefore(endedBefore))
                .limit(max)
                .map(Broadcast::id)
                .toList();
        old.forEach(broadcasts::remove);
        old.forEach(members::remove);
        return old.size();
    }

    private void refuseTakenPlaces(BroadcastId id, List<Command> created) {
        Set<SatelliteId> taken =
                commands.get().of(id).stream().map(Command::satellite).collect(Collectors.toCollection(TreeSet::new));
        for (Command command : created) {
            if (!taken.add(command.satellite())) {
                throw new IllegalArgumentException(command.satellite() + " has a command of broadcast " + id);
            }
        }
    }

    private List<Broadcast> newestFirst() {
        return new ArrayList<>(broadcasts.values()).reversed();
    }

    private static boolean isLive(Broadcast broadcast) {
        return !broadcast.status().state().isTerminal();
    }

    private static Broadcast toMillis(Broadcast broadcast) {
        Broadcast.Terms terms = broadcast.terms();
        Broadcast.Origin origin = broadcast.origin();
        Instant notBefore = terms.notBefore();
        return new Broadcast(
                broadcast.id(),
                broadcast.target(),
                broadcast.spec(),
                new Broadcast.Terms(
                        terms.priority(),
                        notBefore == null ? null : notBefore.truncatedTo(ChronoUnit.MILLIS),
                        terms.ttl().truncatedTo(ChronoUnit.MILLIS),
                        terms.timeout().truncatedTo(ChronoUnit.MILLIS),
                        terms.attemptsMax(),
                        terms.idempotent()),
                new Broadcast.Origin(
                        origin.caller(),
                        origin.team(),
                        origin.submittedAt().truncatedTo(ChronoUnit.MILLIS),
                        origin.idempotencyKey(),
                        origin.correlation()),
                broadcast.pacing(),
                broadcast.members(),
                toMillis(broadcast.status()));
    }

    private static BroadcastStatus toMillis(BroadcastStatus status) {
        return new BroadcastStatus(
                status.state(),
                status.created(),
                status.changedAt().truncatedTo(ChronoUnit.MILLIS),
                status.reason(),
                status.finalTally(),
                status.revision());
    }
}
