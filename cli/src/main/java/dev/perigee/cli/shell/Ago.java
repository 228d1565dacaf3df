package dev.perigee.cli.shell;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Times as people say them: `12s ago`, `in 5m`, `never`.
public final class Ago {
    private Ago() {}

    public static String of(@Nullable Instant time, Instant now) {
        if (time == null) {
            return "never";
        }
        Duration past = Duration.between(time, now);
        if (past.abs().toMillis() < 1000) {
            return "now";
        }
        return past.isNegative() ? "in " + largestUnit(past.negated()) : largestUnit(past) + " ago";
    }

    private static String largestUnit(Duration length) {
        if (length.toDays() > 1) {
            return length.toDays() + "d";
        }
        if (length.toHours() > 1) {
            return length.toHours() + "h";
        }
        return length.toMinutes() > 1 ? length.toMinutes() + "m" : length.toSeconds() + "s";
    }
}
