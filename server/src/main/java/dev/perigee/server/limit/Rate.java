package dev.perigee.server.limit;

import dev.perigee.protocol.BadValue;
import java.time.Duration;

/// So many calls a second on the average, and `burst` at once after a rest.
public record Rate(int perSecond, int burst) {
    private static final int MAX = 10_000_000;

    /// Throws `BadValue` that names the setting, which is `name` and `-rate` or `-burst`.
    Rate checked(String name) {
        range(name + "-rate", perSecond, 1);
        range(name + "-burst", burst, perSecond);
        return this;
    }

    /// After so long without a call everything is as if there had never been one.
    Duration rest() {
        return Duration.ofSeconds(Math.ceilDiv(burst, perSecond));
    }

    private static void range(String what, int value, int min) {
        if (value < min || value > MAX) {
            throw new BadValue(
                    what, value, min + " to " + MAX + (min > 1 ? ", no less than what comes in a second" : ""));
        }
    }
}
