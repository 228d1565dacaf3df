package dev.perigee.control.upkeep;

import dev.perigee.protocol.command.CommandState;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// How long commands are kept after they have ended, by the state they ended in.
public record Retention(Map<CommandState, Duration> byState) {
    public static final Duration DEFAULT = Duration.ofDays(7);

    public Retention {
        byState = Map.copyOf(byState);
    }

    /// The same for every terminal state.
    public static Retention of(Duration each) {
        Map<CommandState, Duration> byState = new EnumMap<>(CommandState.class);
        Arrays.stream(CommandState.values()).filter(CommandState::isTerminal).forEach(end -> byState.put(end, each));
        return new Retention(byState);
    }

    public Duration of(CommandState end) {
        return byState.getOrDefault(end, DEFAULT);
    }
}
