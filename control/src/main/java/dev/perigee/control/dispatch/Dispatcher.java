package dev.perigee.control.dispatch;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Transitions;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// The one claim that all channels share: takes a satellite's next commands under a lease. Thread-safe; blocks only for
/// the store. Two claims at once never lease the same command.
public final class Dispatcher {
    private final CommandStore store;
    private final Transitions transitions;
    private final InstantSource clock;
    private final Duration lease;

    private volatile boolean draining;

    public Dispatcher(CommandStore store, Transitions transitions, InstantSource clock, Duration lease) {
        this.store = store;
        this.transitions = transitions;
        this.clock = clock;
        this.lease = lease;
    }

    /// Leases up to `max` of the satellite's queued commands; those past their time to live expire instead.
    public Claim claim(SatelliteId satellite, int max) {
        while (!draining) {
            List<Command> next = store.queued(satellite, max);
            if (next.isEmpty()) {
                return new Claim.Empty();
            }
            CommandEvent claimed = new CommandEvent.Claimed(leaseUntil());
            List<Command> leased = transitions.apply(next, claimed).stream()
                    .filter(command -> command.status().state() == CommandState.LEASED)
                    .toList();
            if (!leased.isEmpty()) {
                return new Claim.Leased(leased);
            }
        }
        return new Claim.Draining();
    }

    /// Gives back what was leased and could not be handed over; it is offered again at once, and the attempt not
    /// counted.
    public void release(List<Command> leased) {
        transitions.apply(leased, new CommandEvent.Released());
    }

    /// When a lease that begins now ends.
    Instant leaseUntil() {
        return clock.instant().plus(lease);
    }

    boolean draining() {
        return draining;
    }

    /// From now on nothing is leased any more.
    public void drain() {
        draining = true;
    }
}
