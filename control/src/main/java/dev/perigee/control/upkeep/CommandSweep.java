package dev.perigee.control.upkeep;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Transitions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// A duty that looks for commands for which a time has come, in batches, and lets the lifecycle decide on each.
abstract class CommandSweep implements Duty {
    static final int BATCH = 500;

    private final CommandStore store;
    private final Transitions transitions;
    private final InstantSource clock;

    CommandSweep(CommandStore store, Transitions transitions, InstantSource clock) {
        this.store = store;
        this.transitions = transitions;
        this.clock = clock;
    }

    /// The commands for which the time has come, the longest ago first.
    abstract List<Command> due(CommandStore store, Instant now, int max);

    abstract CommandEvent event();

    abstract void tell(Command moved);

    @Override
    public final void run() {
        List<Command> due;
        List<Command> moved;
        do {
            due = due(store, clock.instant(), BATCH);
            moved = transitions.apply(due, event());
            moved.forEach(this::tell);
        } while (due.size() == BATCH && !moved.isEmpty());
    }
}
