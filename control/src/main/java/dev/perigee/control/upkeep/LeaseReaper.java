package dev.perigee.control.upkeep;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Transitions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// Ends leases that nobody acknowledged: the command is offered again after a while, or expires.
public final class LeaseReaper extends CommandSweep {
    private final RandomGenerator random;

    public LeaseReaper(CommandStore store, Transitions transitions, InstantSource clock, RandomGenerator random) {
        super(store, transitions, clock);
        this.random = random;
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
        return new CommandEvent.LeaseChecked(random.nextDouble());
    }

    @Override
    String happened() {
        return "lease over without acknowledgement";
    }
}
