package dev.perigee.control.broadcast;

import dev.perigee.protocol.command.CommandState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How many of a broadcast's commands are in which state, and how many `succeeded`: completed with exit code 0.
public record Tally(Map<CommandState, Integer> states, int succeeded) {
    public static final Tally NONE = new Tally(Map.of(), 0);

    public Tally {
        Map<CommandState, Integer> ordered = new EnumMap<>(CommandState.class);
        ordered.putAll(states);
        states = Collections.unmodifiableMap(ordered);
    }

    public int live() {
        return count(false);
    }

    public int ended() {
        return count(true);
    }

    /// How many ended in any way but completed with exit code 0.
    public int failed() {
        return ended() - succeeded;
    }

    private int count(boolean terminal) {
        return states.entrySet().stream()
                .filter(entry -> entry.getKey().isTerminal() == terminal)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
