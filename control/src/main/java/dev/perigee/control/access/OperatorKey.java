package dev.perigee.control.access;

import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.registration.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An operator's API key as it is kept: never the key, only how it is recognised.
public record OperatorKey(
        String name,
        Digest digest,
        Role role,
        @Nullable TeamName team,
        String createdBy,
        Instant createdAt,
        @Nullable Instant expiresAt) {
    boolean worksAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    Caller caller() {
        return new Caller("key:" + name, role, team);
    }
}
