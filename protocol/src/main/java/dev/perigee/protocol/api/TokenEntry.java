package dev.perigee.protocol.api;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.registration.TokenScope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A registration token as it is listed: everything but its secret, which is kept nowhere. `satellite` is the only one
/// that may use it, `usedBy` the one that did.
public record TokenEntry(
        TokenId id,
        TokenScope scope,
        @Nullable TeamName team,
        @Nullable SatelliteId satellite,
        String createdBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable SatelliteId usedBy,
        @Nullable Instant usedAt,
        @Nullable String revokedBy,
        @Nullable Instant revokedAt) {
    /// What has become of it by `now`, in a word.
    public String state(Instant now) {
        if (usedAt != null) {
            return "used";
        }
        if (revokedAt != null) {
            return "revoked";
        }
        return now.isBefore(expiresAt) ? "open" : "expired";
    }
}
