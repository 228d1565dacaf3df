package dev.perigee.testkit.store;

import dev.perigee.control.access.OperatorKey;
import dev.perigee.control.access.OperatorStore;
import java.util.List;
import java.util.TreeMap;

/// The reference: operators' API keys in memory. Thread-safe: its monitor guards everything.
public final class InMemoryOperatorStore implements OperatorStore {
    private final TreeMap<String, OperatorKey> keys = new TreeMap<>();

    @Override
    public synchronized boolean add(OperatorKey key) {
        return keys.putIfAbsent(key.name(), key) == null;
    }

    @Override
    public synchronized List<OperatorKey> list() {
        return List.copyOf(keys.values());
    }

    @Override
    public synchronized boolean remove(String name) {
        return keys.remove(name) != null;
    }
}
