package dev.perigee.control.upkeep;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Transitions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Ends leases that nobody acknowledged: the command is offered again, expires, or is dead-lettered.
public final class LeaseReaper extends CommandSweep {
    public LeaseReaper(CommandStore store, Transitions transitions, InstantSource clock) {
        super(store, transitions, clock);
    }

    @Override
    public String name() {
        return "lease-reaper";
    }

    @Override
    public Duration period() {
        return Duration.ofMillis(500);
    }

    @Override
    List<Command> due(CommandStore store, Instant now, int max) {
        return store.leaseOver(now, max);
    }

    @Override
    CommandEvent event() {
        return new CommandEvent.LeaseChecked();
    }

    @Override
    String happened() {
        return "lease over without acknowledgement";
    }
}
