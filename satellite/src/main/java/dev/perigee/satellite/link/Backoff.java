package dev.perigee.satellite.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before trying again: doubling from `min` to `max`, each wait a random part between half and all
/// of it, so that a fleet does not come back in step. Not thread-safe.
public final class Backoff {
    private final Duration min;
    private final Duration max;
    private final RandomGenerator random;
    private Duration next;

    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this.min = min;
        this.max = max;
        this.random = random;
        this.next = min;
    }

    public Duration next() {
        long whole = next.toMillis();
        Duration wait = Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(max) < 0 ? doubled : max;
        return wait;
    }

    /// As `next`, but no less than the control plane has asked for.
    public Duration next(Duration atLeast) {
        Duration own = next();
        return own.compareTo(atLeast) < 0 ? atLeast : own;
    }

    public void reset() {
        next = min;
    }
}
