package dev.perigee.protocol;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write them: a whole number and one unit, `500ms`, `5s`, `10m`, `2h`, `7d`.
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

    private static final long SECONDS_WITH_MILLIS_MAX = Long.MAX_VALUE / 1000 - 1;

    private Durations() {}

    /// Reads `text`; `what` names the value in the error.
    public static Duration parse(String what, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new BadValue(what, text, "a whole number and a unit, such as 500ms, 5s, 10m, 2h or 7d");
        }
        long amount = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /// Writes `duration`, to the millisecond, in the largest unit that loses nothing; to the second beyond 292 million
    /// years.
    public static String format(Duration duration) {
        long seconds = duration.toSeconds();
        int millis = duration.toMillisPart();
        boolean countable = seconds <= SECONDS_WITH_MILLIS_MAX && seconds >= -SECONDS_WITH_MILLIS_MAX;
        if (seconds == 0 || (millis != 0 && countable)) {
            return seconds * 1000 + millis + "ms";
        }
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /// `duration` itself when it lies within the bounds, both allowed.
    public static Duration between(String what, Duration duration, Duration min, Duration max) {
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw new BadValue(what, format(duration), format(min) + " to " + format(max));
        }
        return duration;
    }
}
