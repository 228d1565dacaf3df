package dev.perigee.cli.send;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import java.time.DateTimeException;
import java.time.Instant;

/// A time as people write it: ISO 8601, or from now on, such as `10m`.
final class Moment {
    private Moment() {}

    static Instant parse(String what, String text, Instant now) {
        try {
            return text.contains("T") ? Instant.parse(text) : now.plus(Durations.parse(what, text));
        } catch (DateTimeException | ArithmeticException | BadValue _) {
            throw new BadValue(what, text, "a time such as 2026-01-31T06:00:00Z, or from now, such as 30s, 10m or 2h");
        }
    }
}
