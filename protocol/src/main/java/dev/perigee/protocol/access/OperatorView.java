package dev.perigee.protocol.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An operator's API key as the operator API shows it: never the key, except once in `key`, when it was just made.
public record OperatorView(
        String name,
        Role role,
        @Nullable TeamName team,
        String createdBy,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable String key) {
    @Override
    public String toString() {
        return "OperatorView[name=" + name + ", role=" + role + ", team=" + team + ", createdBy=" + createdBy
                + ", createdAt=" + createdAt + ", expiresAt=" + expiresAt + ", key="
                + (key == null ? "none" : "***") + "]";
    }
}
