package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.TokenEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is kept of a registration token, and what became of it: it is used or revoked or neither, never both.
public record KeptToken(
        RegistrationToken token,
        @Nullable SatelliteId usedBy,
        @Nullable Instant usedAt,
        @Nullable String revokedBy,
        @Nullable Instant revokedAt) {
    TokenEntry entry() {
        return new TokenEntry(
                token.id(),
                token.scope(),
                token.team(),
                token.onlySatellite(),
                token.createdBy(),
                token.createdAt(),
                token.expiresAt(),
                usedBy,
                usedAt,
                revokedBy,
                revokedAt);
    }
}
