package dev.perigee.control.command;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.protocol.CommandId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The one way in which a command changes: decide, compare and set, and after the commit tell whoever listens. Where
/// another change came first, the command is read and decided on again. Thread-safe.
public final class Transitions {
    private final CommandStore store;
    private final CommandLifecycle lifecycle;
    private final InstantSource clock;
    private final CommandListener listener;

    Transitions(CommandStore store, CommandLifecycle lifecycle, InstantSource clock, CommandListener listener) {
        this.store = store;
        this.lifecycle = lifecycle;
        this.clock = clock;
        this.listener = listener;
    }

    /// Applies `event` to each of `commands`; returns the commands that it moved, as they are now, in the order given.
    public List<Command> apply(Collection<Command> commands, CommandEvent event) {
        return moved(apply(
                commands.stream().map(command -> new Happening(command, event)).toList()));
    }

    /// What came of each happening, in the order given.
    List<Decision> apply(List<Happening> happenings) {
        Map<CommandId, Decision> decisions = new HashMap<>();
        List<Happening> open = happenings;
        while (!open.isEmpty()) {
            List<Decision.Move> moves = decide(open, decisions);
            List<Decision.Move> lost = compareAndSet(moves);
            lost.forEach(move -> decisions.put(move.before().id(), new Decision.Stay(move.before())));
            open = readAgain(lost, open);
        }
        List<Decision> inOrder = new ArrayList<>(happenings.size());
        happenings.forEach(happening ->
                inOrder.add(decisions.getOrDefault(happening.command().id(), new Decision.Stay(happening.command()))));
        return inOrder;
    }

    private List<Decision.Move> decide(List<Happening> happenings, Map<CommandId, Decision> decisions) {
        List<Decision.Move> moves = new ArrayList<>(happenings.size());
        for (Happening happening : happenings) {
            Decision decision = lifecycle.decide(happening.command(), happening.event(), clock.instant());
            decisions.put(happening.command().id(), decision);
            if (decision instanceof Decision.Move move) {
                moves.add(move);
            }
        }
        return moves;
    }

    private List<Decision.Move> compareAndSet(List<Decision.Move> moves) {
        if (moves.isEmpty()) {
            return List.of();
        }
        List<Boolean> applied = applied(moves);
        List<Decision.Move> lost = new ArrayList<>();
        for (int i = 0; i < moves.size(); i++) {
            if (applied.get(i)) {
                listener.moved(moves.get(i));
            } else {
                lost.add(moves.get(i));
            }
        }
        return lost;
    }

    private List<Boolean> applied(List<Decision.Move> moves) {
        try {
            return store.apply(moves);
        } catch (OutcomeUnknown e) {
            listener.inDoubt();
            throw e;
        }
    }

    private List<Happening> readAgain(List<Decision.Move> lost, List<Happening> happenings) {
        if (lost.isEmpty()) {
            return List.of();
        }
        Map<CommandId, CommandEvent> events = happenings.stream()
                .collect(Collectors.toMap(happening -> happening.command().id(), Happening::event));
        List<CommandId> ids = lost.stream().map(move -> move.before().id()).toList();
        Function<Command, Happening> again =
                command -> new Happening(command, Objects.requireNonNull(events.get(command.id())));
        return store.findAll(ids).stream().map(again).toList();
    }

    private static List<Command> moved(List<Decision> decisions) {
        return decisions.stream()
                .flatMap(decision -> decision instanceof Decision.Move move ? Stream.of(move.moved()) : Stream.empty())
                .toList();
    }
}
