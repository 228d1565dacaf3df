package dev.perigee.gateway.observe;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A server as operators see it: how it stands, why, and since when. `tools` is there once it has listed them.
public record ServerView(
        String name,
        String status,
        String why,
        Instant since,
        String transport,
        int sessions,
        int crashes,
        @Nullable Integer tools) {
    /// All of them, by name.
    public record Listing(List<ServerView> servers) {
        public Listing {
            servers = List.copyOf(servers);
        }
    }
}
