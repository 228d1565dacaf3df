package dev.perigee.gateway.upstream.http;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Looks at each replica from time to time, one look at a time, and tells the set what it found: at those that take
/// requests, and at those that are out as soon as their time is over. Begins when it is made. Thread-safe: its lock
/// guards it.
final class HealthChecks<R> implements AutoCloseable {
    private final ReplicaSet<R> replicas;
    private final Duration every;
    private final Probe<R> probe;
    private final Alarm alarm;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<R> lookedAt = new HashSet<>();
    private Runnable cancel;
    private boolean closed;

    /// Looks at a replica and says once whether it is well; must not block.
    @FunctionalInterface
    interface Probe<R> {
        void look(R replica, Consumer<Boolean> found);
    }

    /// Runs something once after a while, unless what it gives back is run before.
    @FunctionalInterface
    interface Alarm {
        Runnable after(Duration wait, Runnable what);
    }

    HealthChecks(ReplicaSet<R> replicas, Duration every, Probe<R> probe, Alarm alarm) {
        this.replicas = replicas;
        this.every = every;
        this.probe = probe;
        this.alarm = alarm;
        this.cancel = alarm.after(every, this::round);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            cancel.run();
        } finally {
            lock.unlock();
        }
    }

    private void round() {
        candidates().forEach(replica -> probe.look(replica, healthy -> found(replica, healthy)));
        lock.lock();
        try {
            if (!closed) {
                cancel = alarm.after(every, this::round);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Those not looked at already; from here on they are.
    private List<R> candidates() {
        lock.lock();
        try {
            if (closed) {
                return List.of();
            }
            return Stream.concat(
                            replicas.standings().stream()
                                    .filter(standing -> !standing.ejected())
                                    .map(ReplicaSet.Standing::replica),
                            replicas.due().stream())
                    .filter(lookedAt::add)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private void found(R replica, boolean healthy) {
        lock.lock();
        try {
            if (closed || !lookedAt.remove(replica)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        replicas.checked(replica, healthy);
    }
}
