package dev.perigee.gateway.config;

import org.jspecify.annotations.Nullable;

/// Whose a server is, as far as its entry says so: what events and heartbeats tell of it beside its name.
/// Nothing is decided by it.
public record Owner(
        @Nullable String serverId,
        @Nullable String installation,
        @Nullable String installationName,
        @Nullable String team,
        @Nullable String user) {
    public static final Owner NOBODY = new Owner(null, null, null, null, null);
}
