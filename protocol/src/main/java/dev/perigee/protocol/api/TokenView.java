package dev.perigee.protocol.api;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.access.TeamName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A registration token, shown this once. It works one time, until `expiresAt`; `id` names it without its secret.
public record TokenView(
        TokenId id,
        String token,
        Instant expiresAt,
        @Nullable SatelliteId satellite,
        @Nullable TeamName team) {
    @Override
    public String toString() {
        return "TokenView[id=" + id + ", token=***, expiresAt=" + expiresAt + ", satellite=" + satellite + ", team="
                + team + "]";
    }
}
