package dev.perigee.gateway.observe;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A server as operators see it: how it stands, why, and since when. `processes` are ids;
/// one that is dormant has none until the next call. `tools` is there once it has listed them.
public record ServerView(
        String name,
        String status,
        String why,
        Instant since,
        String transport,
        int sessions,
        List<Long> processes,
        boolean dormant,
        int crashes,
        @Nullable Integer tools) {
    public ServerView {
        processes = List.copyOf(processes);
    }

    /// All of them, by name.
    public record Listing(List<ServerView> servers) {
        public Listing {
            servers = List.copyOf(servers);
        }
    }
}
