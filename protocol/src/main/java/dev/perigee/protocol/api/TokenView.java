package dev.perigee.protocol.api;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A registration token, shown this once. It works one time, until `expiresAt`.
public record TokenView(
        String token,
        Instant expiresAt,
        @Nullable SatelliteId satellite,
        @Nullable TeamName team) {
    @Override
    public String toString() {
        return "TokenView[token=***, expiresAt=" + expiresAt + ", satellite=" + satellite + ", team=" + team + "]";
    }
}
