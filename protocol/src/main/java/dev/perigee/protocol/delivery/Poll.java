package dev.perigee.protocol.delivery;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import java.time.Duration;

/// A satellite asks for work: at most `max` deliveries, waiting up to `waitMax` (0 to 60 s) until there is any.
/// `session` is a name of 8 to 64 characters that the satellite never used before; the deliveries must repeat it.
public record Poll(String session, int max, Duration waitMax) {
    public static final int MAX_LIMIT = 1024;
    public static final Duration WAIT_LIMIT = Duration.ofMinutes(1);

    public Poll {
        if (session == null || session.length() < 8 || session.length() > 64) {
            throw new BadValue("session", String.valueOf(session), "8 to 64 characters");
        }
        if (max < 1 || max > MAX_LIMIT) {
            throw new BadValue("max", max, "1 to " + MAX_LIMIT);
        }
        waitMax = Durations.between("waitMax", waitMax == null ? Duration.ZERO : waitMax, Duration.ZERO, WAIT_LIMIT);
    }
}
