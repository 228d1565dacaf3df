package dev.perigee.gateway.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hears what happens to servers. Called in order for each server; must not block.
@FunctionalInterface
public interface GatewayEvents {
    GatewayEvents NONE = _ -> {};

    void happened(Event event);

    /// What happened. Process ids are there where the server is a process. No text in it holds a configured secret.
    sealed interface Event {
        ServerName server();

        Instant at();

        /// A server came to a status, with why for people.
        record StatusChanged(ServerName server, InstanceStatus status, String explanation, Instant at)
                implements Event {}

        /// A conversation with the server was opened for the first time, which took so long.
        record Started(
                ServerName server,
                Transport transport,
                @Nullable Long process,
                Duration took,
                Instant at) implements Event {}

        /// A process ended by itself after it `ran` so long, the `crashes`th time in a short while; `restarts` says
        /// whether it is started again without a call.
        record Crashed(
                ServerName server,
                Loss why,
                @Nullable Long process,
                Duration ran,
                int crashes,
                boolean restarts,
                Instant at)
                implements Event {}

        /// A process was started in the place of one that crashed (`attempt` counts from 1) or was ended by a command
        /// (0).
        record Restarted(
                ServerName server,
                @Nullable Long before,
                @Nullable Long process,
                String reason,
                int attempt,
                Instant at)
                implements Event {}

        /// A server crashed too often and is not started again by itself.
        record PermanentlyFailed(ServerName server, int crashes, String lastError, Instant at) implements Event {}

        /// A process was ended because nobody used it; the next call starts it again.
        record Dormant(ServerName server, @Nullable Long process, Duration idle, Instant lastUse, Instant at)
                implements Event {}

        /// A call started a dormant server, after such a rest and within such a time.
        record Respawned(ServerName server, @Nullable Long process, Duration rested, Duration took, Instant at)
                implements Event {}

        /// The tools of a server were read for the first time, under its own names, with what it says of each.
        record ToolsDiscovered(ServerName server, List<String> tools, List<ListedTool> listed, Instant at)
                implements Event {
            public ToolsDiscovered {
                tools = List.copyOf(tools);
                listed = List.copyOf(listed);
            }
        }

        /// The tools of a server were read again, and are others.
        record ToolsUpdated(ServerName server, List<String> added, List<String> removed, int total, Instant at)
                implements Event {
            public ToolsUpdated {
                added = List.copyOf(added);
                removed = List.copyOf(removed);
            }
        }
    }
}
