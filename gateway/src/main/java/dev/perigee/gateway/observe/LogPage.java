package dev.perigee.gateway.observe;

import java.time.Instant;
import java.util.List;

/// The last lines of one of a server's logs, the oldest first. `next` is the offset to read on from.
public record LogPage<T>(String server, String kind, List<T> lines, long next) {
    public LogPage {
        lines = List.copyOf(lines);
    }

    /// What a server wrote beside the protocol, or what the gateway noted about it; `source` says which. `offset`
    /// counts the lines from the first one ever.
    public record Line(long offset, Instant time, String source, String text) {}
}
