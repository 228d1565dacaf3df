package dev.perigee.cli.shell;

import java.time.Duration;
import java.util.Locale;

/// Lengths of time as people say them: `850ms`, `28.4s`, `2m 5s`, `1h 12m`, `3d 4h`. Rounded down to what is shown.
public final class Span {
    private Span() {}

    public static String of(Duration length) {
        if (length.isNegative()) {
            return "-" + of(length.negated());
        }
        if (length.compareTo(Duration.ofSeconds(1)) < 0) {
            return length.isZero() ? "0s" : length.toMillis() + "ms";
        }
        if (length.compareTo(Duration.ofMinutes(1)) < 0) {
            int tenths = length.toMillisPart() / 100;
            return length.toSeconds() + (tenths == 0 ? "" : String.format(Locale.ROOT, ".%d", tenths)) + "s";
        }
        if (length.compareTo(Duration.ofHours(1)) < 0) {
            return both(length.toMinutes(), "m", length.toSecondsPart(), "s");
        }
        if (length.compareTo(Duration.ofDays(1)) < 0) {
            return both(length.toHours(), "h", length.toMinutesPart(), "m");
        }
        return both(length.toDays(), "d", length.toHoursPart(), "h");
    }

    private static String both(long large, String unit, int small, String smaller) {
        return large + unit + (small == 0 ? "" : " " + small + smaller);
    }
}
