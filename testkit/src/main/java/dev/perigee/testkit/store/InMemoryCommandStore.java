package dev.perigee.testkit.store;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Decision;
import dev.perigee.control.command.Insertion;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The reference: commands in memory, in the order of submission. An instance is the durable state that outlives a
/// control plane. Thread-safe: its monitor guards everything. Deterministic: no clock, no threads, no hash order.
public class InMemoryCommandStore implements CommandStore {
    private final LinkedHashMap<CommandId, Command> commands = new LinkedHashMap<>();
    /// The ones that have not ended, which nearly every question is about.
    private final LinkedHashMap<CommandId, Command> live = new LinkedHashMap<>();
    private final Map<Key, CommandId> keys = new HashMap<>();
    private final LinkedHashMap<CommandId, CommandStatus> durable = new LinkedHashMap<>();
    private final Map<BroadcastId, Set<CommandId>> parts = new HashMap<>();
    private Predicate<BroadcastId> spared = _ -> false;

    /// Whose idempotency key: two callers may use the same text.
    private record Key(String caller, String key) {}

    /// Commands of the broadcasts that are `spared` are not pruned.
    public synchronized void spare(Predicate<BroadcastId> broadcasts) {
        spared = broadcasts;
    }

    /// The commands of a broadcast, with their results, by satellite.
    public synchronized List<Command> of(BroadcastId broadcast) {
        return parts.getOrDefault(broadcast, Set.of()).stream()
                .flatMap(id -> find(id).stream())
                .sorted(Comparator.comparing(Command::satellite))
                .toList();
    }

    /// A store of its own that holds the same now.
    public synchronized InMemoryCommandStore copy() {
        InMemoryCommandStore copy = new InMemoryCommandStore();
        copy.spared = spared;
        copy.commands.putAll(commands);
        copy.live.putAll(live);
        copy.keys.putAll(keys);
        parts.forEach((broadcast, ids) -> copy.parts.put(broadcast, new LinkedHashSet<>(ids)));
        copy.durable.putAll(durable);
        return copy;
    }

    /// A store that holds what is left when the machine loses power now: the moves after the last one that had to be
    /// durable have not happened.
    public synchronized InMemoryCommandStore copyAfterPowerLoss() {
        InMemoryCommandStore copy = copy();
        copy.durable.forEach((id, status) -> copy.commands.computeIfPresent(id, (_, command) -> command.with(status)));
        copy.durable.clear();
        copy.live.clear();
        copy.commands.values().stream()
                .filter(InMemoryCommandStore::isLive)
                .forEach(command -> copy.live.put(command.id(), command));
        return copy;
    }

    @Override
    public synchronized Insertion insert(Command command) {
        Optional<Key> key =
                command.origin().key().map(text -> new Key(command.origin().caller(), text));
        Optional<Command> first = key.map(keys::get)
                .map(commands::get)
                .filter(earlier -> keyIsKept(earlier, command.origin().submittedAt()))
                .or(() -> standIn(command));
        if (first.isPresent()) {
            return new Insertion.Repeated(first.get());
        }
        Command kept = toMillis(command);
        if (commands.putIfAbsent(kept.id(), kept) != null) {
            throw new IllegalArgumentException("command id " + kept.id() + " is taken");
        }
        live.put(kept.id(), kept);
        key.ifPresent(used -> keys.put(used, kept.id()));
        kept.origin()
                .broadcast()
                .ifPresent(broadcast -> parts.computeIfAbsent(broadcast, _ -> new LinkedHashSet<>())
                        .add(kept.id()));
        durable.clear();
        return new Insertion.Accepted(command);
    }

    @Override
    public synchronized Optional<Command> find(CommandId id) {
        return Optional.ofNullable(commands.get(id));
    }

    @Override
    public synchronized List<Command> findAll(List<CommandId> ids) {
        return ids.stream().distinct().flatMap(id -> find(id).stream()).toList();
    }

    @Override
    public synchronized List<Command> queued(SatelliteId satellite, int max) {
        return claimable(satellite).limit(max).toList();
    }

    @Override
    public synchronized long queuedBefore(Command command) {
        return claimable(command.satellite())
                .filter(other -> ahead(other, command))
                .count();
    }

    @Override
    public synchronized Map<SatelliteId, Long> queueDepths() {
        return in(CommandState.QUEUED)
                .collect(Collectors.groupingBy(Command::satellite, TreeMap::new, Collectors.counting()));
    }

    @Override
    public synchronized List<Command> cancelling(int max) {
        return live.values().stream()
                .filter(command -> command.status().cancelling())
                .limit(max)
                .toList();
    }

    @Override
    public synchronized List<Boolean> apply(List<Decision.Move> moves) {
        List<Boolean> applied = new ArrayList<>(moves.size());
        for (Decision.Move move : moves) {
            Command current = commands.get(move.before().id());
            if (current == null
                    || current.status().revision() != move.before().status().revision()) {
                applied.add(false);
                continue;
            }
            durable.putIfAbsent(current.id(), current.status());
            set(current.with(toMillis(move.after())));
            applied.add(true);
        }
        if (moves.stream().anyMatch(Decision.Move::mustBeDurable)) {
            durable.clear();
        }
        return applied;
    }

    @Override
    public synchronized List<Command> holdOver(Instant now, int max) {
        return over(CommandState.QUEUED, command -> command.status().until(), now, max);
    }

    @Override
    public synchronized List<Command> leaseOver(Instant now, int max) {
        return over(CommandState.LEASED, command -> isLastAttempt(command) ? null : leaseEnd(command), now, max);
    }

    @Override
    public synchronized List<Command> lastLeaseOver(Instant now, int max) {
        return over(CommandState.LEASED, command -> isLastAttempt(command) ? leaseEnd(command) : null, now, max);
    }

    @Override
    public synchronized List<Command> timeToLiveOver(Instant now, int max) {
        return over(
                CommandState.QUEUED,
                command -> command.status().claimable() ? command.terms().expiresAt() : null,
                now,
                max);
    }

    @Override
    public synchronized List<Command> executionOver(Instant now, int max) {
        return over(
                CommandState.ACKNOWLEDGED,
                command -> command.status().changedAt().plus(command.terms().timeout()),
                now,
                max);
    }

    @Override
    public synchronized List<Command> list(CommandQuery query) {
        return new ArrayList<>(commands.values())
                .reversed().stream()
                        .filter(command -> query.state()
                                .map(command.status().state()::equals)
                                .orElse(true))
                        .filter(command -> query.satellite()
                                .map(command.satellite()::equals)
                                .orElse(true))
                        .filter(command -> query.broadcast()
                                .map(id -> id.equals(command.origin().partOf()))
                                .orElse(true))
                        .filter(command -> query.correlation()
                                .map(text -> text.equals(command.origin().correlation()))
                                .orElse(true))
                        .filter(command -> query.among()
                                .map(satellites -> satellites.contains(command.satellite()))
                                .orElse(true))
                        .filter(command ->
                                !query.notRedriven() || standInFor(command.id()).isEmpty())
                        .limit(query.limit())
                        .map(InMemoryCommandStore::withoutResult)
                        .toList();
    }

    @Override
    public synchronized int prune(CommandState state, Instant endedBefore, Instant now, int max) {
        List<Command> old = in(state)
                .filter(command -> command.status().changedAt().isBefore(endedBefore))
                .filter(command -> !keyIsKept(command, now))
                .filter(command -> command.origin().broadcast().filter(spared).isEmpty())
                .limit(max)
                .toList();
        old.forEach(command -> {
            commands.remove(command.id());
            live.remove(command.id());
            command.origin()
                    .key()
                    .ifPresent(key -> keys.remove(new Key(command.origin().caller(), key), command.id()));
        });
        return old.size();
    }

    private Stream<Command> claimable(SatelliteId satellite) {
        return in(CommandState.QUEUED)
                .filter(command -> command.satellite().equals(satellite))
                .filter(command -> command.status().claimable())
                .sorted(Comparator.comparing(command -> command.terms().priority()));
    }

    private boolean ahead(Command other, Command command) {
        return other.terms().priority().compareTo(command.terms().priority()) < 0
                || (other.terms().priority() == command.terms().priority()
                        && commands.keySet().stream()
                                .takeWhile(id -> !id.equals(command.id()))
                                .anyMatch(other.id()::equals));
    }

    private Optional<Command> standIn(Command command) {
        return command.origin().deadLetter().flatMap(this::standInFor);
    }

    private Optional<Command> standInFor(CommandId deadLetter) {
        return commands.values().stream()
                .filter(command -> deadLetter.equals(command.origin().redriveOf()))
                .findFirst();
    }

    private Stream<Command> in(CommandState state) {
        return (state.isTerminal() ? commands : live)
                .values().stream().filter(command -> command.status().state() == state);
    }

    private void set(Command command) {
        commands.put(command.id(), command);
        if (isLive(command)) {
            live.put(command.id(), command);
        } else {
            live.remove(command.id());
        }
    }

    private static boolean isLive(Command command) {
        return !command.status().state().isTerminal();
    }

    private List<Command> over(CommandState state, Function<Command, @Nullable Instant> end, Instant now, int max) {
        record Ending(Command command, Instant at) {}
        List<Ending> endings = new ArrayList<>();
        // The simulation asks this more often than anything else.
        for (Command command : live.values()) {
            @Nullable Instant at = command.status().state() == state ? end.apply(command) : null;
            if (at != null && !at.isAfter(now)) {
                endings.add(new Ending(command, at));
            }
        }
        return endings.stream()
                .sorted(Comparator.comparing(Ending::at))
                .limit(max)
                .map(Ending::command)
                .toList();
    }

    private static boolean isLastAttempt(Command command) {
        return command.status().attempts() >= command.terms().attemptsMax();
    }

    private static @Nullable Instant leaseEnd(Command command) {
        return command.status().leaseUntil().orElse(null);
    }

    private static boolean keyIsKept(Command first, Instant now) {
        return first.origin().key().isPresent()
                && now.isBefore(first.origin().submittedAt().plus(KEY_KEPT));
    }

    private static Command withoutResult(Command command) {
        CommandStatus status = command.status();
        return command.with(new CommandStatus(
                status.state(),
                status.attempts(),
                status.changedAt(),
                status.until(),
                status.cancel(),
                status.reason(),
                null,
                status.revision()));
    }

    private static Command toMillis(Command command) {
        Command.Terms terms = command.terms();
        Command.Origin origin = command.origin();
        return new Command(
                command.id(),
                command.satellite(),
                command.spec(),
                new Command.Terms(
                        terms.priority(),
                        toMillis(terms.notBefore()),
                        terms.expiresAt().truncatedTo(ChronoUnit.MILLIS),
                        terms.timeout().truncatedTo(ChronoUnit.MILLIS),
                        terms.attemptsMax(),
                        terms.idempotent()),
                new Command.Origin(
                        origin.caller(),
                        origin.submittedAt().truncatedTo(ChronoUnit.MILLIS),
                        origin.idempotencyKey(),
                        origin.correlation(),
                        origin.partOf(),
                        origin.redriveOf()),
                toMillis(command.status()));
    }

    private static CommandStatus toMillis(CommandStatus status) {
        return new CommandStatus(
                status.state(),
                status.attempts(),
                status.changedAt().truncatedTo(ChronoUnit.MILLIS),
                toMillis(status.until()),
                status.cancel() == null
                        ? null
                        : new CommandStatus.CancelRequest(
                                status.cancel().at().truncatedTo(ChronoUnit.MILLIS),
                                status.cancel().caller()),
                status.reason(),
                status.outcome(),
                status.revision());
    }

    private static @Nullable Instant toMillis(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
    }
}
