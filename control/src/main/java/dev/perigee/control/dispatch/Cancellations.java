package dev.perigee.control.dispatch;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandListener;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Decision;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/// Which commands satellites are to be told to cancel, so that telling them costs no read. A hint: kept in memory,
/// bounded, and set right from the store now and then; what is missing here is told later. Thread-safe: its monitor
/// guards the sets.
public final class Cancellations implements CommandListener {
    private final int max;
    private final Map<SatelliteId, SequencedSet<CommandId>> wished = new HashMap<>();
    private final Set<CommandId> endedMeanwhile = new HashSet<>();
    private volatile int size;
    private boolean refreshing;

    public Cancellations(int max) {
        this.max = max;
    }

    /// Those of a satellite, the earliest first. Locks only where there are any.
    List<CommandId> of(SatelliteId satellite) {
        if (size == 0) {
            return List.of();
        }
        synchronized (this) {
            SequencedSet<CommandId> all = wished.get(satellite);
            return all == null ? List.of() : List.copyOf(all);
        }
    }

    @Override
    public void accepted(Command command) {
        // Nobody can have wished it to end.
    }

    @Override
    public void moved(Decision.Move move) {
        boolean was = move.before().status().cancelling();
        boolean is = move.after().cancelling();
        if (is && !was) {
            add(move.moved());
        } else if (was && !is) {
            remove(move.before());
        }
    }

    /// Makes it what the store says; returns the satellites that have something to be told which nobody knew here.
    public Set<SatelliteId> refresh(CommandStore store) {
        Set<CommandId> before = begin();
        List<Command> truth = store.cancelling(max);
        return complete(truth.size() < max ? before : Set.of(), truth);
    }

    private synchronized Set<CommandId> begin() {
        refreshing = true;
        endedMeanwhile.clear();
        Set<CommandId> all = new HashSet<>();
        wished.values().forEach(all::addAll);
        return all;
    }

    private synchronized Set<SatelliteId> complete(Set<CommandId> before, List<Command> truth) {
        refreshing = false;
        Set<SatelliteId> news = new LinkedHashSet<>();
        Set<CommandId> gone = new HashSet<>(before);
        for (Command command : truth) {
            gone.remove(command.id());
            if (!endedMeanwhile.contains(command.id()) && add(command)) {
                news.add(command.satellite());
            }
        }
        endedMeanwhile.clear();
        for (SatelliteId satellite : new ArrayList<>(wished.keySet())) {
            drop(satellite, gone);
        }
        return news;
    }

    private synchronized boolean add(Command command) {
        if (size >= max) {
            return false;
        }
        boolean added = wished.computeIfAbsent(command.satellite(), _ -> new LinkedHashSet<>())
                .add(command.id());
        size += added ? 1 : 0;
        return added;
    }

    private synchronized void remove(Command command) {
        if (refreshing) {
            endedMeanwhile.add(command.id());
        }
        drop(command.satellite(), Set.of(command.id()));
    }

    private synchronized void drop(SatelliteId satellite, Set<CommandId> over) {
        SequencedSet<CommandId> all = wished.get(satellite);
        if (all == null) {
            return;
        }
        int before = all.size();
        all.removeAll(over);
        size -= before - all.size();
        if (all.isEmpty()) {
            wished.remove(satellite);
        }
    }
}
