package dev.perigee.control.upkeep;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Transitions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Moves commands to the dead letters whose last lease ran out without an acknowledgement.
public final class DeadLetterMover extends CommandSweep {
    public DeadLetterMover(CommandStore store, Transitions transitions, InstantSource clock) {
        super(store, transitions, clock);
    }

    @Override
    public String name() {
        return "dead-letter-mover";
    }

    @Override
    public Duration period() {
        return Duration.ofMillis(500);
    }

    @Override
    List<Command> due(CommandStore store, Instant now, int max) {
        return store.lastLeaseOver(now, max);
    }

    @Override
    CommandEvent event() {
        return new CommandEvent.AttemptsChecked();
    }

    @Override
    String happened() {
        return "last lease over without acknowledgement";
    }
}
