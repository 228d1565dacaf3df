package dev.perigee.satellite.link;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// How long to wait before trying again: doubling from `min` to `max`, each wait a random part between half and all
/// of it, so that a fleet does not come back in step. Not thread-safe.
public final class Backoff {
    private final Duration min;
    private final Supplier<Duration> max;
    private final RandomGenerator random;
    private Duration next;

    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this(min, () -> max, random);
    }

    /// As it is looked up each time.
    public Backoff(Duration min, Supplier<Duration> max, RandomGenerator random) {
        this.min = min;
        this.max = max;
        this.random = random;
        this.next = min;
    }

    public Duration next() {
        Duration longest = max.get();
        long whole = (next.compareTo(longest) < 0 ? next : longest).toMillis();
        Duration wait = Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
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
