package dev.perigee.control.upkeep;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Transitions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A duty that looks for commands for which a time has come, in batches, and lets the lifecycle decide on each.
abstract class CommandSweep implements Duty {
    private static final Logger log = LoggerFactory.getLogger(CommandSweep.class);

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

    /// What has happened to a command that moved, for the log.
    abstract String happened();

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

    private void tell(Command moved) {
        log.atInfo()
                .addKeyValue("command", moved.id())
                .addKeyValue("satellite", moved.satellite())
                .addKeyValue("state", moved.status().state().wireName())
                .addKeyValue("attempts", moved.status().attempts())
                .log(happened());
    }
}
