package dev.perigee.control.command;

import java.time.Duration;

/// How long a command is held back after a lease that nobody acknowledged: doubling from `backoffMin` to `backoffMax`
/// with each attempt, of which chance takes away up to half.
public record Redelivery(Duration backoffMin, Duration backoffMax) {
    private static final int DOUBLINGS_MAX = 30;

    /// After `attempts` attempts, 1 at least; `chance` from 0 to 1.
    Duration backoff(int attempts, double chance) {
        int doublings = Math.min(attempts - 1, DOUBLINGS_MAX);
        long millis = Math.min(backoffMax.toMillis(), backoffMin.toMillis() << doublings);
        return Duration.ofMillis(millis - (long) (chance * (millis / 2.0)));
    }
}
