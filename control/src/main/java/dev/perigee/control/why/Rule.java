package dev.perigee.control.why;

import dev.perigee.protocol.api.Explanation.Reason;
import java.time.Instant;
import java.util.Locale;

/// What a reason goes back to. The names are codes that programs may rely on.
enum Rule {
    HELD_BEFORE_ITS_TIME,
    HELD_AFTER_A_LEASE,
    HOLD_OVER,
    TIME_TO_LIVE_OVER,
    SATELLITE_UNKNOWN,
    SATELLITE_DEAD,
    SATELLITE_STALE,
    NO_SESSION,
    NO_FREE_SLOT,
    QUEUED_BEHIND,
    NEXT_IN_LINE,
    OFFERED_BEFORE,
    EXPIRES,
    CANCEL_REQUESTED,
    LEASED,
    LEASE_OVER,
    OFFERED_AGAIN,
    LAST_ATTEMPT,
    RUNNING,
    EXECUTION_TIMEOUT,
    RESULT_OVERDUE,
    COMPLETED,
    FAILED,
    UNSUPPORTED,
    TIMED_OUT,
    INTERRUPTED,
    EXPIRED,
    CANCELLED,
    DEAD_LETTERED,
    CANCELLED_TOO_LATE;

    Reason at(Instant time, String text) {
        return new Reason(name().toLowerCase(Locale.ROOT), time, text);
    }
}
