package dev.perigee.control.command;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which commands to list: in one state or any, of one satellite or any, at most `limit`.
public record CommandQuery(
        @Nullable CommandState onlyState, @Nullable SatelliteId onlySatellite, int limit) {
    public Optional<CommandState> state() {
        return Optional.ofNullable(onlyState);
    }

    public Optional<SatelliteId> satellite() {
        return Optional.ofNullable(onlySatellite);
    }
}
