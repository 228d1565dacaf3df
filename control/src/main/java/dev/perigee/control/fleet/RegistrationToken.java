package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.registration.Digest;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A single-use permission to register, which makes whoever does one of `team`'s. With a satellite named only that one
/// may use it, and may take a new key.
public record RegistrationToken(
        Digest digest,
        Instant expiresAt,
        @Nullable SatelliteId onlySatellite,
        @Nullable TeamName team) {
    public Optional<SatelliteId> satellite() {
        return Optional.ofNullable(onlySatellite);
    }
}
