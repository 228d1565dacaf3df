package dev.perigee.protocol.broadcast;

import dev.perigee.protocol.command.CommandState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How a broadcast's members fare: `pending` have no command yet, `live` have one that has not ended, `succeeded` are
/// completed with exit code 0, and `failed` ended in any other way. `states` counts the commands by their states.
public record BroadcastCounts(int pending, int live, int succeeded, int failed, Map<CommandState, Integer> states) {
    public BroadcastCounts {
        Map<CommandState, Integer> ordered = new EnumMap<>(CommandState.class);
        ordered.putAll(states);
        states = Collections.unmodifiableMap(ordered);
    }
}
