package dev.perigee.control.upkeep;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Transitions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Expires queued commands whose time to live is over.
public final class Expirer extends CommandSweep {
    public Expirer(CommandStore store, Transitions transitions, InstantSource clock) {
        super(store, transitions, clock);
    }

    @Override
    public String name() {
        return "expirer";
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(1);
    }

    @Override
    List<Command> due(CommandStore store, Instant now, int max) {
        return store.timeToLiveOver(now, max);
    }

    @Override
    CommandEvent event() {
        return new CommandEvent.TimeToLiveChecked();
    }

    @Override
    String happened() {
        return "expired before it was acknowledged";
    }
}
