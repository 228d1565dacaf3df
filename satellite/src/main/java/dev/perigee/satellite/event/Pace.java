package dev.perigee.satellite.event;

import java.time.Duration;

/// How long to wait after a batch that was not taken: doubling from 3 s to 48 s after too many requests, and as long
/// as the link's backoff says after anything else. Not thread-safe.
final class Pace {
    private static final Duration SLOWER_MIN = Duration.ofSeconds(3);
    private static final Duration SLOWER_MAX = Duration.ofSeconds(48);

    private Duration slower = SLOWER_MIN;

    /// The pause before the next try.
    Duration slower() {
        Duration pause = slower;
        Duration doubled = slower.multipliedBy(2);
        slower = doubled.compareTo(SLOWER_MAX) < 0 ? doubled : SLOWER_MAX;
        return pause;
    }

    void taken() {
        slower = SLOWER_MIN;
    }
}
