package dev.perigee.testkit.mcp;

import dev.perigee.testkit.mcp.offer.Change;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Carries changes to whoever listens, each to each. Thread-safe.
final class Changes {
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();

    void announce(Change change) {
        listeners.forEach(listener -> listener.accept(change));
    }

    void add(Consumer<Change> listener) {
        listeners.add(listener);
    }

    void remove(Consumer<Change> listener) {
        listeners.remove(listener);
    }
}
