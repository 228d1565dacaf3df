package dev.perigee.testkit.store;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Decision;
import dev.perigee.control.command.Insertion;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The reference: commands in memory, in the order of submission. An instance is the durable state that outlives a
/// control plane. Thread-safe: its monitor guards everything. Deterministic: no clock, no threads, no hash order.
public final class InMemoryCommandStore implements CommandStore {
    private final LinkedHashMap<CommandId, Command> commands = new LinkedHashMap<>();
    private final Map<Key, CommandId> keys = new HashMap<>();
    private final LinkedHashMap<CommandId, CommandStatus> durable = new LinkedHashMap<>();

    /// Whose idempotency key: two callers may use the same text.
    private record Key(String caller, String key) {}

    /// A store of its own that holds the same now.
    public synchronized InMemoryCommandStore copy() {
        InMemoryCommandStore copy = new InMemoryCommandStore();
        copy.commands.putAll(commands);
        copy.keys.putAll(keys);
        copy.durable.putAll(durable);
        return copy;
    }

    /// A store that holds what is left when the machine loses power now: the moves after the last one that had to be
    /// durable have not happened.
    public synchronized InMemoryCommandStore copyAfterPowerLoss() {
        InMemoryCommandStore copy = copy();
        copy.durable.forEach((id, status) -> copy.commands.computeIfPresent(id, (_, command) -> command.with(status)));
        copy.durable.clear();
        return copy;
    }

    @Override
    public synchronized Insertion insert(Command command) {
        Optional<Key> key =
                command.origin().key().map(text -> new Key(command.origin().caller(), text));
        Optional<Command> first = key.map(keys::get).map(commands::get).filter(earlier -> keyIsKept(earlier, command));
        if (first.isPresent()) {
            return new Insertion.Repeated(first.get());
        }
        Command kept = toMillis(command);
        if (commands.putIfAbsent(kept.id(), kept) != null) {
            throw new IllegalArgumentException("command id " + kept.id() + " is taken");
        }
        key.ifPresent(used -> keys.put(used, kept.id()));
        durable.clear();
        return new Insertion.Accepted(kept);
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
        return in(CommandState.QUEUED)
                .filter(command -> command.satellite().equals(satellite))
                .sorted(Comparator.comparing(command -> command.terms().priority()))
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
            commands.put(current.id(), current.with(toMillis(move.after())));
            applied.add(true);
        }
        if (moves.stream().anyMatch(Decision.Move::mustBeDurable)) {
            durable.clear();
        }
        return applied;
    }

    @Override
    public synchronized List<Command> leaseOver(Instant now, int max) {
        return over(CommandState.LEASED, command -> command.status().leaseEnd(), now, max);
    }

    @Override
    public synchronized List<Command> timeToLiveOver(Instant now, int max) {
        return over(CommandState.QUEUED, command -> command.terms().expiresAt(), now, max);
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
                        .limit(query.limit())
                        .map(InMemoryCommandStore::withoutResult)
                        .toList();
    }

    private Stream<Command> in(CommandState state) {
        return commands.values().stream().filter(command -> command.status().state() == state);
    }

    private List<Command> over(CommandState state, Function<Command, @Nullable Instant> end, Instant now, int max) {
        record Ending(Command command, Instant at) {}
        return in(state)
                .flatMap(command -> Stream.ofNullable(end.apply(command)).map(at -> new Ending(command, at)))
                .filter(ending -> !ending.at().isAfter(now))
                .sorted(Comparator.comparing(Ending::at))
                .limit(max)
                .map(Ending::command)
                .toList();
    }

    private static boolean keyIsKept(Command first, Command next) {
        return next.origin().submittedAt().isBefore(first.origin().submittedAt().plus(KEY_KEPT));
    }

    private static Command withoutResult(Command command) {
        CommandStatus status = command.status();
        return command.with(new CommandStatus(
                status.state(), status.attempts(), status.changedAt(), status.leaseEnd(), null, status.revision()));
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
                        terms.expiresAt().truncatedTo(ChronoUnit.MILLIS),
                        terms.timeout().truncatedTo(ChronoUnit.MILLIS),
                        terms.idempotent()),
                new Command.Origin(
                        origin.caller(),
                        origin.idempotencyKey(),
                        origin.submittedAt().truncatedTo(ChronoUnit.MILLIS)),
                toMillis(command.status()));
    }

    private static CommandStatus toMillis(CommandStatus status) {
        return new CommandStatus(
                status.state(),
                status.attempts(),
                status.changedAt().truncatedTo(ChronoUnit.MILLIS),
                status.leaseUntil()
                        .map(until -> until.truncatedTo(ChronoUnit.MILLIS))
                        .orElse(null),
                status.outcome(),
                status.revision());
    }
}
