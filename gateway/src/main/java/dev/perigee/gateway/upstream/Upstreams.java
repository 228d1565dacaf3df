package dev.perigee.gateway.upstream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/// All MCP servers of the gateway, in the order of their names. Thread-safe.
public final class Upstreams implements AutoCloseable {
    private final Map<ServerName, Upstream> byName = new ConcurrentSkipListMap<>();
    private final Executor threads;

    public Upstreams() {
        this(Executors.newVirtualThreadPerTaskExecutor());
    }

    public Upstreams(Executor threads) {
        this.threads = threads;
    }

    /// Adds a server; one that had the name is closed.
    public void put(Upstream upstream) {
        Upstream before = byName.put(upstream.name(), upstream);
        if (before != null) {
            before.close();
        }
    }

    public void remove(ServerName name) {
        Upstream before = byName.remove(name);
        if (before != null) {
            before.close();
        }
    }

    public Optional<Upstream> find(ServerName name) {
        return Optional.ofNullable(byName.get(name));
    }

    public List<Upstream> all() {
        return List.copyOf(byName.values());
    }

    /// Closes some at the same time, and waits for that.
    public void removeAll(List<ServerName> names) {
        Together.run(
                threads,
                names.stream().<Runnable>map(name -> () -> remove(name)).toList());
    }

    /// Closes all at the same time, and waits for that.
    @Override
    public void close() {
        removeAll(List.copyOf(byName.keySet()));
    }
}
