package dev.perigee.control.command;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.delivery.Receipt;
import dev.perigee.protocol.delivery.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where satellites' reports arrive. What it has answered is durable. Thread-safe; blocks only for the store.
public final class ReportDesk {
    private final CommandStore store;
    private final LiveCommands live;
    private final Transitions transitions;

    public ReportDesk(CommandStore store, LiveCommands live, Transitions transitions) {
        this.store = store;
        this.live = live;
        this.transitions = transitions;
    }

    /// Takes in what `satellite` has to say. Safe to repeat: what is known already changes nothing.
    public Receipt take(SatelliteId satellite, Report report) {
        Map<CommandId, CommandEvent> events = new HashMap<>();
        report.acknowledged().forEach(id -> events.put(id, new CommandEvent.Acknowledged()));
        report.ended().forEach(end -> events.put(end.command(), new CommandEvent.Ended(end.result())));
        List<Happening> happenings = new ArrayList<>(events.size());
        for (Command command : live.find(List.copyOf(events.keySet()), store)) {
            CommandEvent event = command.satellite().equals(satellite) ? events.remove(command.id()) : null;
            if (event != null) {
                happenings.add(new Happening(command, event));
            }
        }
        List<CommandId> late = new ArrayList<>();
        for (Decision decision : transitions.apply(happenings)) {
            if (decision instanceof Decision.Stay(Command command) && isLate(command, report)) {
                late.add(command.id());
            }
        }
        return new Receipt(List.copyOf(events.keySet()), late);
    }

    /// Whether the satellite reports an end that differs from the one on record, which stays.
    private static boolean isLate(Command command, Report report) {
        return report.ended().stream()
                .anyMatch(end -> end.command().equals(command.id())
                        && !command.status()
                                .result()
                                .filter(end.result()::equals)
                                .isPresent());
    }
}
