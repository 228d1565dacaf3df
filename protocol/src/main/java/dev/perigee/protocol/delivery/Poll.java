package dev.perigee.protocol.delivery;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.Durations;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A satellite asks for work: at most `max` deliveries, waiting up to `waitMax` (0 to 60 s) until there is any.
/// `session` is a name of 8 to 64 characters that the satellite never used before; the deliveries must repeat it. With
/// a `max` of 0 only cancellations are answered; those of `cancelling` (at most 4096) it knows already. `config` is the
/// hash of the configuration that it heard of last; when it is to have another, the answer says so at once.
public record Poll(
        String session,
        int max,
        Duration waitMax,
        List<CommandId> cancelling,
        @Nullable String config) {
    public static final int MAX_LIMIT = 1024;
    public static final Duration WAIT_LIMIT = Duration.ofMinutes(1);
    public static final int CANCELLING_LIMIT = 4096;

    public Poll(String session, int max, Duration waitMax, List<CommandId> cancelling) {
        this(session, max, waitMax, cancelling, null);
    }

    public Poll {
        if (session == null || session.length() < 8 || session.length() > 64) {
            throw new BadValue("session", String.valueOf(session), "8 to 64 characters");
        }
        if (max < 0 || max > MAX_LIMIT) {
            throw new BadValue("max", max, "0 to " + MAX_LIMIT);
        }
        waitMax = Durations.between("waitMax", waitMax == null ? Duration.ZERO : waitMax, Duration.ZERO, WAIT_LIMIT);
        cancelling = cancelling == null ? List.of() : List.copyOf(cancelling);
        if (cancelling.size() > CANCELLING_LIMIT) {
            throw new BadValue("number of cancelling", cancelling.size(), "at most " + CANCELLING_LIMIT);
        }
    }

    /// By a satellite that knows of no cancellation.
    public static Poll of(String session, int max, Duration waitMax) {
        return new Poll(session, max, waitMax, List.of());
    }

    public Poll hearing(@Nullable String hash) {
        return new Poll(session, max, waitMax, cancelling, hash);
    }
}
