package dev.perigee.gateway.upstream.http;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When to come back to a server after `failures` in a row: from `first` doubling to `max`, `attemptsMax` times.
/// Each wait is a random part between half and all of that, so that many sessions do not come back in step. A server
/// that says when wins, up to `max`.
public record Comeback(Duration first, Duration max, int attemptsMax) {
    public static final Comeback DEFAULT = new Comeback(Duration.ofSeconds(1), Duration.ofSeconds(30), 8);

    private static final int DOUBLINGS_MAX = 20;

    public Comeback {
        if (first.toMillis() < 1 || max.compareTo(first) < 0 || attemptsMax < 0) {
            throw new IllegalArgumentException(
                    "comeback after " + first + " to " + max + ": expected at least 1 ms, rising");
        }
    }

    Duration after(int failures, RandomGenerator random) {
        Duration whole = atMost(first.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), DOUBLINGS_MAX)));
        long half = whole.toNanos() / 2;
        return Duration.ofNanos(half + random.nextLong(half + 1));
    }

    /// As the server asked, if it did.
    Duration after(int failures, Optional<Duration> retry, RandomGenerator random) {
        return retry.map(this::atMost).orElseGet(() -> after(failures, random));
    }

    private Duration atMost(Duration wait) {
        return wait.compareTo(max) < 0 ? wait : max;
    }
}
