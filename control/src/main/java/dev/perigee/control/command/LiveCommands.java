package dev.perigee.control.command;

import dev.perigee.protocol.CommandId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/// The commands that satellites have at the moment, as they were last seen here, so that a report need not read them
/// first. One may be older than the store's: a change decided on it is then not set, and it is read and decided on
/// again. Bounded: beyond that the earliest is forgotten. Thread-safe: its monitor guards the map.
public final class LiveCommands implements CommandListener {
    private final int max;
    private final LinkedHashMap<CommandId, Command> commands = new LinkedHashMap<>();

    public LiveCommands(int max) {
        this.max = max;
    }

    /// The commands of these ids that exist, in any order.
    List<Command> find(Collection<CommandId> ids, CommandStore store) {
        List<Command> found = new ArrayList<>(ids.size());
        List<CommandId> others = new ArrayList<>();
        synchronized (this) {
            for (CommandId id : ids) {
                Command known = commands.get(id);
                if (known == null) {
                    others.add(id);
                } else {
                    found.add(known);
                }
            }
        }
        if (!others.isEmpty()) {
            found.addAll(store.findAll(others));
        }
        return found;
    }

    @Override
    public void accepted(Command command) {
        keep(command);
    }

    @Override
    public void moved(Decision.Move move) {
        keep(move.moved());
    }

    private synchronized void keep(Command command) {
        switch (command.status().state()) {
            case LEASED, ACKNOWLEDGED -> {
                commands.put(command.id(), command);
                if (commands.size() > max) {
                    commands.pollFirstEntry();
                }
            }
            case QUEUED, COMPLETED, FAILED, TIMED_OUT, INTERRUPTED, EXPIRED, CANCELLED, DEAD_LETTERED ->
                commands.remove(command.id());
        }
    }
}
