package dev.perigee.control.upkeep;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Transitions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Lets commands be offered that were held back: until their not-before time, or after a lease that ran out.
public final class Releaser extends CommandSweep {
    public Releaser(CommandStore store, Transitions transitions, InstantSource clock) {
        super(store, transitions, clock);
    }

    @Override
    public String name() {
        return "releaser";
    }

    @Override
    public Duration period() {
        return Duration.ofMillis(250);
    }

    @Override
    List<Command> due(CommandStore store, Instant now, int max) {
        return store.holdOver(now, max);
    }

    @Override
    CommandEvent event() {
        return new CommandEvent.HoldChecked();
    }

    @Override
    String happened() {
        return "no longer held back";
    }
}
