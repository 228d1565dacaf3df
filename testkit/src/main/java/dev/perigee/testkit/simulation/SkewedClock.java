package dev.perigee.testkit.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The clock of one machine: virtual time, and how far it is off.
final class SkewedClock implements InstantSource {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Events events;
    private Duration off = Duration.ZERO;

    SkewedClock(Events events) {
        this.events = events;
    }

    @Override
    public Instant instant() {
        return START.plus(events.now()).plus(off);
    }

    /// From now on it is off by `other`; returns how far it has jumped.
    Duration jump(Duration other) {
        Duration far = other.minus(off);
        off = other;
        return far;
    }
}
