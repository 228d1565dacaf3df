package dev.perigee.control.command;

import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which commands to list: of whichever of state, satellite, broadcast, correlation and
/// set of satellites are given, at most `limit`. With
/// `notRedriven`, only those that no other command stands in for.
public record CommandQuery(
        @Nullable CommandState onlyState,
        @Nullable SatelliteId onlySatellite,
        @Nullable BroadcastId onlyBroadcast,
        @Nullable String onlyCorrelation,
        boolean notRedriven,
        @Nullable Set<SatelliteId> onlyAmong,
        int limit) {
    /// Any commands, the newest `limit` of them.
    public static CommandQuery newest(int limit) {
        return new CommandQuery(null, null, null, null, false, null, limit);
    }

    public CommandQuery in(CommandState state) {
        return new CommandQuery(state, onlySatellite, onlyBroadcast, onlyCorrelation, notRedriven, onlyAmong, limit);
    }

    public CommandQuery of(SatelliteId satellite) {
        return new CommandQuery(onlyState, satellite, onlyBroadcast, onlyCorrelation, notRedriven, onlyAmong, limit);
    }

    public CommandQuery of(BroadcastId broadcast) {
        return new CommandQuery(onlyState, onlySatellite, broadcast, onlyCorrelation, notRedriven, onlyAmong, limit);
    }

    public CommandQuery correlated(String correlation) {
        return new CommandQuery(onlyState, onlySatellite, onlyBroadcast, correlation, notRedriven, onlyAmong, limit);
    }

    /// Dead letters that no other command stands in for.
    public static CommandQuery deadLetters(int limit) {
        return new CommandQuery(CommandState.DEAD_LETTERED, null, null, null, true, null, limit);
    }

    /// Of one of these satellites.
    public CommandQuery among(Set<SatelliteId> satellites) {
        return new CommandQuery(
                onlyState, onlySatellite, onlyBroadcast, onlyCorrelation, notRedriven, Set.copyOf(satellites), limit);
    }

    public Optional<Set<SatelliteId>> among() {
        return Optional.ofNullable(onlyAmong);
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
