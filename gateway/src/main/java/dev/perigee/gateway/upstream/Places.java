package dev.perigee.gateway.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// How many processes of all servers may run at a time. When all places are taken, whoever has been idle for
/// longest makes room. Thread-safe: its lock guards who holds a place; nobody is let go while it is held.
public final class Places {
    public static final int DEFAULT = 50;
    public static final Places UNBOUNDED = new Places(Integer.MAX_VALUE);
    private static final Duration LEAVING_MAX = Duration.ofSeconds(20);

    private final IntSupplier max;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final Map<Place, Tenant> held = new LinkedHashMap<>();
    private final Set<Tenant> leaving = new HashSet<>();

    /// Whoever holds a place.
    interface Tenant {
        /// Since when nobody has used it; empty while somebody does, or has only just done so.
        Optional<Instant> idleSince();

        /// Gives its place back, unless it is in use by now; waits for that.
        void letGo(String why);
    }

    /// One process's right to run, until it is given back.
    final class Place {
        void giveBack() {
            lock.lock();
            try {
                held.remove(this);
                freed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    public Places(int max) {
        this(() -> max);
    }

    /// As many as there may be at the moment. When they become fewer, those that are taken stay so until they are idle
    /// and another is needed.
    public Places(IntSupplier max) {
        this.max = max;
    }

    int taken() {
        lock.lock();
        try {
            return held.size();
        } finally {
            lock.unlock();
        }
    }

    /// A place for `tenant`. Throws `ConnectFailed` when all are taken by servers that are in use.
    Place take(Tenant tenant) throws ConnectFailed, InterruptedException {
        long left = LEAVING_MAX.toNanos();
        while (true) {
            Tenant idle;
            lock.lockInterruptibly();
            try {
                if (held.size() < max.getAsInt()) {
                    Place place = new Place();
                    held.put(place, tenant);
                    return place;
                }
                idle = longestIdle();
                if (idle == null) {
                    if (leaving.isEmpty() || left <= 0) {
                        throw new ConnectFailed(
                                new Loss(
                                        Loss.Cause.UNAVAILABLE,
                                        max.getAsInt()
                                                + " processes of MCP servers run and are in use, which is the most that may"
                                                + " (mcp.processes-max, or gateway.processesMax of the configuration); try again in a while"));
                    }
                    left = freed.awaitNanos(left);
                    continue;
                }
                leaving.add(idle);
            } finally {
                lock.unlock();
            }
            evict(idle);
        }
    }

    private void evict(Tenant idle) {
        try {
            idle.letGo("another server needed its place");
        } finally {
            lock.lock();
            try {
                leaving.remove(idle);
                freed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private @Nullable Tenant longestIdle() {
        return held.values().stream()
                .filter(tenant -> !leaving.contains(tenant))
                .filter(tenant -> tenant.idleSince().isPresent())
                .min(Comparator.comparing(tenant -> tenant.idleSince().orElse(Instant.MAX)))
                .orElse(null);
    }
}
