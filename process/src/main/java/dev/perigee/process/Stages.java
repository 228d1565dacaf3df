package dev.perigee.process;

import java.time.Duration;

/// When a tree is warned, terminated and killed, as readings of a nano clock (which may wrap around).
/// Pure: the same reading always answers the same stage, and no later reading an earlier one.
record Stages(long warnAt, long terminateAt, long killAt) {
    private static final long LONGEST_NANOS = Long.MAX_VALUE / 4;

    /// 80 %, 90 % and 100 % of the timeout.
    static Stages of(long startedAt, Duration timeout) {
        long tenth = nanos(timeout) / 10;
        long rest = nanos(timeout) % 10;
        return new Stages(
                startedAt + tenth * 8 + rest * 8 / 10,
                startedAt + tenth * 9 + rest * 9 / 10,
                startedAt + nanos(timeout));
    }

    Stage at(long now) {
        if (now - killAt >= 0) {
            return Stage.KILLING;
        }
        if (now - terminateAt >= 0) {
            return Stage.TERMINATING;
        }
        return now - warnAt >= 0 ? Stage.WARNING : Stage.RUNNING;
    }

    /// Nanoseconds until the stage changes, at least 1; `Long.MAX_VALUE` when it no longer does.
    long untilNext(long now) {
        return switch (at(now)) {
            case RUNNING -> warnAt - now;
            case WARNING -> terminateAt - now;
            case TERMINATING -> killAt - now;
            case KILLING -> Long.MAX_VALUE;
        };
    }

    /// The same tree asked to end now: terminated at once and killed after the grace, or earlier if that was due.
    Stages endingAt(long now, Duration grace) {
        return new Stages(earlier(warnAt, now), earlier(terminateAt, now), earlier(killAt, now + nanos(grace)));
    }

    static long nanos(Duration duration) {
        boolean fits = duration.compareTo(Duration.ofNanos(LONGEST_NANOS)) < 0;
        return fits ? duration.toNanos() : LONGEST_NANOS;
    }

    private static long earlier(long a, long b) {
        return a - b <= 0 ? a : b;
    }
}
