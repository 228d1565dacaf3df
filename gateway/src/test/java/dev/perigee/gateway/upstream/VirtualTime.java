package dev.perigee.gateway.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Time that passes when the test says so; what is due runs on the test's thread, in order. Its monitor guards
/// it.
final class VirtualTime implements InstantSource, Alarm {
    private final List<Due> dues = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    private record Due(Instant at, Runnable action) {}

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized Pending after(Duration delay, Runnable action) {
        Due due = new Due(now.plus(delay), action);
        dues.add(due);
        return () -> cancel(due);
    }

    /// How many actions wait.
    synchronized int waiting() {
        return dues.size();
    }

    void pass(Duration time) {
        Instant end = instant().plus(time);
        for (Due next = next(end); next != null; next = next(end)) {
            next.action().run();
        }
        synchronized (this) {
            now = end;
        }
    }

    private synchronized @Nullable Due next(Instant end) {
        Due next = dues.stream()
                .filter(due -> !due.at().isAfter(end))
                .min(Comparator.comparing(Due::at))
                .orElse(null);
        if (next != null) {
            dues.remove(next);
            now = next.at().isAfter(now) ? next.at() : now;
        }
        return next;
    }

    private synchronized void cancel(Due due) {
        dues.remove(due);
    }
}
