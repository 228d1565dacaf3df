package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.registration.TokenScope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A single-use permission to register, which makes whoever does one of `team`'s. With a satellite named only that one
/// may use it, and may take a new key.
public record RegistrationToken(
        TokenId id,
        Instant expiresAt,
        @Nullable SatelliteId onlySatellite,
        @Nullable TeamName team,
        String createdBy,
        Instant createdAt) {
    public TokenScope scope() {
        return team == null ? TokenScope.GLOBAL : TokenScope.TEAM;
    }
}
