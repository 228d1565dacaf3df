package dev.perigee.gateway;

import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.door.DoorLimits;
import dev.perigee.gateway.upstream.Places;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.http.tls.ServerTls;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.registration.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the gateway is set: where its door listens, who may come in, and which servers there are. Prints without
/// the key.
public record GatewaySettings(
        DoorSettings door, List<UpstreamConfig> servers, Supervision supervision, DoorLimits limits) {
    public static final int PORT_DEFAULT = 7401;

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

    public GatewaySettings {
        servers = List.copyOf(servers);
        Durations.between("mcp.session-idle-max", limits.idleMax(), Duration.ofSeconds(10), LONGEST);
        Durations.between("mcp.silence-max", limits.silenceMax(), Duration.ofSeconds(1), LONGEST);
        Durations.between("mcp.call-max", limits.turnMax(), limits.silenceMax(), LONGEST);
        Durations.between("mcp.parked-max", limits.parkedMax(), Duration.ofSeconds(1), LONGEST);
    }

    /// With servers supervised in the usual way, and the usual bounds of what clients do.
    public GatewaySettings(DoorSettings door, List<UpstreamConfig> servers) {
        this(door, servers, Supervision.DEFAULT, DoorLimits.DEFAULT);
    }

    /// How many processes of servers may run at a time (1 to 1,000), and how long one may be idle before it is
    /// let go (10 s to 24 h).
    public record Supervision(int processesMax, Duration idleMax) {
        public static final Supervision DEFAULT = new Supervision(Places.DEFAULT, Upstream.IDLE_MAX);

        public Supervision {
            if (processesMax < 1 || processesMax > Gateway.SERVERS_RUNNING_MAX) {
                throw new BadValue("mcp.processes-max", processesMax, "1 to " + Gateway.SERVERS_RUNNING_MAX);
            }
            Durations.between("mcp.idle-max", idleMax, Duration.ofSeconds(10), Duration.ofHours(24));
        }
    }

    /// `key` is the digest of the API key that callers must show. Without one anybody may come in, which is for
    /// the loopback only and must be said. Elsewhere clients come by an address, by `host`, or by `name`.
    public record DoorSettings(
            String host,
            @Nullable String name,
            int port,
            @Nullable Digest key,
            boolean anonymous,
            @Nullable ServerTls tls) {
        /// Without TLS.
        public DoorSettings(String host, @Nullable String name, int port, @Nullable Digest key, boolean anonymous) {
            this(host, name, port, key, anonymous, null);
        }

        public DoorSettings {
            if (port < 0 || port > 65_535) {
                throw new BadValue("mcp.port", port, "0 to 65535");
            }
            if (key == null && !anonymous) {
                throw new BadValue("mcp.key is missing: expected an API key for the door, or mcp.anonymous: true");
            }
            if (key == null && !isLoopback(host)) {
                throw new BadValue(
                        "mcp.host", host, "the loopback, because mcp.anonymous lets anybody in; or a mcp.key");
            }
        }

        boolean onLoopback() {
            return isLoopback(host);
        }

        /// What the door is called besides by addresses.
        Set<String> names() {
            return name == null ? Set.of(host) : Set.of(host, name);
        }

        private static boolean isLoopback(String host) {
            return LOOPBACK.contains(host);
        }

        /// On the loopback, open to whoever is on this machine.
        public static DoorSettings local(int port) {
            return new DoorSettings("127.0.0.1", null, port, null, true);
        }
    }

    /// The bounds of the gateway.
    record Limits(int messageBytesMax, int requestsMax, Duration greetingMax) {
        static final Limits DEFAULT = new Limits(16 * 1024 * 1024, 10_000, Duration.ofSeconds(30));
    }
}
