package dev.perigee.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// Every random decision of a run, from the one generator that its seed made.
record Chance(RandomGenerator random) {
    boolean of(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /// Both bounds included.
    int between(int min, int max) {
        return random.nextInt(min, max + 1);
    }

    Duration between(Duration min, Duration max) {
        return Duration.of(
                random.nextLong(min.toNanos() / 1000, max.toNanos() / 1000 + 1), java.time.temporal.ChronoUnit.MICROS);
    }

    /// Mostly near `min`, sometimes near `max`: as delays and durations are.
    Duration skewed(Duration min, Duration max) {
        double part = Math.pow(random.nextDouble(), 4);
        return min.plusMillis((long) (part * max.minus(min).toMillis()));
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
