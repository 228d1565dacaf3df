package dev.perigee.gateway.policy;

import dev.perigee.gateway.upstream.ServerName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is restricted for a gateway: which servers there may be, which of their tools clients may use, whether requests
/// may be logged, and limits in the place of its own. Never changes; another one takes its place as a whole.
public record GatewayPolicy(NameFilter servers, NameFilter tools, boolean requestLog, Limits limits) {
    /// Restricts nothing.
    public static final GatewayPolicy NONE = new GatewayPolicy(NameFilter.ALL, NameFilter.ALL, true, Limits.OWN);

    public boolean allows(ServerName server) {
        return servers.allows(server.value());
    }

    /// A tool by the name that its server gives it; patterns are of the form `server__tool`.
    public boolean allows(ServerName server, String tool) {
        return tools.allows(server.value() + "__" + tool);
    }

    /// How long a process of a server may be idle and a call may be silent and take in all, how many processes of
    /// servers there may be, and how many calls to one server at a time. Null for what the gateway's own
    /// settings say.
    public record Limits(
            @Nullable Duration idleMax,
            @Nullable Duration silenceMax,
            @Nullable Duration callMax,
            @Nullable Integer processesMax,
            @Nullable Integer callsMax) {
        public static final Limits OWN = new Limits(null, null, null, null, null);

        public Duration idleMax(Duration own) {
            return idleMax == null ? own : idleMax;
        }

        public Duration silenceMax(Duration own) {
            return silenceMax == null ? own : silenceMax;
        }

        public Duration callMax(Duration own) {
            return callMax == null ? own : callMax;
        }

        /// No more than the gateway's own, which are for its machine.
        public int processesMax(int own) {
            return processesMax == null ? own : Math.min(own, processesMax);
        }
    }
}
