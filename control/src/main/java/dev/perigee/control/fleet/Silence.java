package dev.perigee.control.fleet;

import dev.perigee.protocol.api.Liveness;
import java.time.Duration;
import java.time.Instant;

/// How long a satellite may be silent: `staleAfter` from when it was last seen, and `deadAfter` from then on.
public record Silence(Duration staleAfter, Duration deadAfter) {
    public Liveness judge(Instant lastSeen, Instant now) {
        if (now.isBefore(lastSeen.plus(staleAfter))) {
            return Liveness.LIVE;
        }
        return now.isBefore(lastSeen.plus(staleAfter).plus(deadAfter)) ? Liveness.STALE : Liveness.DEAD;
    }
}
