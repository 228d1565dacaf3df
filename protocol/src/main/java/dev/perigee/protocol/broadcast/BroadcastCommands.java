package dev.perigee.protocol.broadcast;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.CommandView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of a broadcast's commands with their results, by satellite. `next` is what to ask for `after` when there are
/// more.
public record BroadcastCommands(
        List<CommandView> commands, @Nullable SatelliteId next) {
    public static final int LIMIT_DEFAULT = 100;
    public static final int LIMIT_MAX = 1000;

    public BroadcastCommands {
        commands = List.copyOf(commands);
    }
}
