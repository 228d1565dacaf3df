package dev.perigee.gateway;

import dev.perigee.gateway.upstream.ServerName;
import java.util.List;

/// What came of an order to have other servers.
public sealed interface Change {
    /// It was kept and done; those that are unchanged were left alone.
    record Applied(
            List<ServerName> added, List<ServerName> changed, List<ServerName> removed, List<ServerName> unchanged)
            implements Change {
        public Applied {
            added = List.copyOf(added);
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
            unchanged = List.copyOf(unchanged);
        }
    }

    /// Nothing was done. Each problem names the server, and the value that cannot be.
    record Refused(List<String> problems) implements Change {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /// Nothing was done: there is no such server.
    record NotFound(String server) implements Change {}
}
