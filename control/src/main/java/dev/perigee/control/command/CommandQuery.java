package dev.perigee.control.command;

import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which commands to list: of whichever of state, satellite, broadcast and correlation are given, at most `limit`. With
/// `notRedriven`, only those that no other command stands in for.
public record CommandQuery(
        @Nullable CommandState onlyState,
        @Nullable SatelliteId onlySatellite,
        @Nullable BroadcastId onlyBroadcast,
        @Nullable String onlyCorrelation,
        boolean notRedriven,
        int limit) {
    /// Any commands, the newest `limit` of them.
    public static CommandQuery newest(int limit) {
        return new CommandQuery(null, null, null, null, false, limit);
    }

    public CommandQuery in(CommandState state) {
        return new CommandQuery(state, onlySatellite, onlyBroadcast, onlyCorrelation, notRedriven, limit);
    }

    public CommandQuery of(SatelliteId satellite) {
        return new CommandQuery(onlyState, satellite, onlyBroadcast, onlyCorrelation, notRedriven, limit);
    }

    public CommandQuery of(BroadcastId broadcast) {
        return new CommandQuery(onlyState, onlySatellite, broadcast, onlyCorrelation, notRedriven, limit);
    }

    public CommandQuery correlated(String correlation) {
        return new CommandQuery(onlyState, onlySatellite, onlyBroadcast, correlation, notRedriven, limit);
    }

    /// Dead letters that no other command stands in for.
    public static CommandQuery deadLetters(int limit) {
        return new CommandQuery(CommandState.DEAD_LETTERED, null, null, null, true, limit);
    }

    public Optional<CommandState> state() {
        return Optional.ofNullable(onlyState);
    }

    public Optional<SatelliteId> satellite() {
        return Optional.ofNullable(onlySatellite);
    }

    public Optional<BroadcastId> broadcast() {
        return Optional.ofNullable(onlyBroadcast);
    }

    public Optional<String> correlation() {
        return Optional.ofNullable(onlyCorrelation);
    }
}
