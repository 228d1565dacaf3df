package dev.perigee.control.access;

import java.util.List;

/// Keeps operators' API keys. Every method may be called from any thread and blocks until it is done; what it wrote is
/// durable then. Throws `StoreUnavailable` like `CommandStore`.
public interface OperatorStore {
    /// False when there is one of that name.
    boolean add(OperatorKey key);

    /// All of them, by name.
    List<OperatorKey> list();

    /// False when there is none of that name.
    boolean remove(String name);
}
