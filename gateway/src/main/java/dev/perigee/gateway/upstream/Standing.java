package dev.perigee.gateway.upstream;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a server stands: its status, why for people, since when, and how many conversations with it are open. A
/// dormant one is online and has no process until the next call. `crashes` are those of the last minutes that
/// count; `tools` is how many it had when they were last read, if they were.
public record Standing(
        ServerName server,
        InstanceStatus status,
        String explanation,
        Instant since,
        int sessions,
        Transport transport,
        boolean dormant,
        List<Long> processes,
        int crashes,
        @Nullable Instant lastUse,
        @Nullable Integer tools) {
    public Standing {
        processes = List.copyOf(processes);
    }
}
