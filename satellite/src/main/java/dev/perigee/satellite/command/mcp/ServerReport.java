package dev.perigee.satellite.command.mcp;

import dev.perigee.gateway.upstream.Standing;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a server stands, as results of commands show it.
record ServerReport(
        String name,
        String source,
        String status,
        String explanation,
        Instant since,
        String transport,
        boolean dormant,
        int sessions,
        List<Long> processes,
        int crashes,
        @Nullable Instant lastUse,
        @Nullable Integer tools) {
    static ServerReport of(Standing standing, String source) {
        return new ServerReport(
                standing.server().value(),
                source,
                standing.status().wireName(),
                standing.explanation(),
                standing.since(),
                standing.transport().wireName(),
                standing.dormant(),
                standing.sessions(),
                standing.processes(),
                standing.crashes(),
                standing.lastUse(),
                standing.tools());
    }
}
