package dev.perigee.control.command;

import java.util.List;

/// Passes on what became of commands: first to those that keep count, then to whoever waits, and wakes the satellite
/// that has something to fetch.
record Announcer(List<CommandListener> listeners, Wakeups wakeups) implements CommandListener {
    @Override
    public void accepted(Command command) {
        listeners.forEach(listener -> listener.accepted(command));
        if (command.status().claimable()) {
            wakeups.signal(command.satellite());
        }
    }

    @Override
    public void inDoubt() {
        listeners.forEach(CommandListener::inDoubt);
    }

    @Override
    public void moved(Decision.Move move) {
        listeners.forEach(listener -> listener.moved(move));
        CommandStatus after = move.after();
        boolean cancelled = after.cancelling() && !move.before().status().cancelling();
        if (after.claimable() || cancelled) {
            wakeups.signal(move.before().satellite());
        }
    }
}
