package dev.perigee.satellite;

import dev.perigee.gateway.GatewaySettings;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Labels;
import dev.perigee.protocol.target.Target;
import dev.perigee.satellite.command.exec.ExecAllow;
import dev.perigee.satellite.event.EventSettings;
import dev.perigee.satellite.link.Network;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that can be set on a satellite. The registration token is needed the first time only; without `mcp` it
/// has no MCP gateway. `publicUrl` is where its clients reach it, null for what proxies say of its requests.
public record SatelliteConfig(
        URI server,
        SatelliteId id,
        Path data,
        @Nullable String registrationToken,
        int maxConcurrent,
        Membership membership,
        Exec exec,
        Link link,
        Network network,
        EventSettings events,
        @Nullable URI publicUrl,
        @Nullable GatewaySettings mcp) {
    public static final int MAX_CONCURRENT_DEFAULT = 8;

    public SatelliteConfig {
        boolean http = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
        if (!http || server.getHost() == null) {
            throw new BadValue("server", server, "a URL such as http://127.0.0.1:7400");
        }
        if (publicUrl != null) {
            checkPublic(publicUrl);
        }
        if (id.value().equals(Target.ALL)) {
            throw new BadValue("id", id, "another name: this one means all satellites");
        }
        if (id.value().equals("rotate-key")) {
            throw new BadValue("id", id, "another name: this one means what is to be done with a satellite");
        }
        if (maxConcurrent < 1 || maxConcurrent > 1000) {
            throw new BadValue("max-concurrent", maxConcurrent, "1 to 1000");
        }
    }

    /// A satellite that reaches its control plane directly.
    public SatelliteConfig(
            URI server,
            SatelliteId id,
            Path data,
            @Nullable String registrationToken,
            int maxConcurrent,
            Membership membership,
            Exec exec,
            Link link,
            @Nullable GatewaySettings mcp) {
        this(
                server,
                id,
                data,
                registrationToken,
                maxConcurrent,
                membership,
                exec,
                link,
                Network.DEFAULT,
                EventSettings.DEFAULT,
                null,
                mcp);
    }

    /// A satellite with everything else as it is by default.
    public static SatelliteConfig of(URI server, SatelliteId id, Path data) {
        return new SatelliteConfig(
                server, id, data, null, MAX_CONCURRENT_DEFAULT, Membership.NONE, Exec.DEFAULT, Link.DEFAULT, null);
    }

    @Override
    public String toString() {
        return "SatelliteConfig[server=" + server + ", id=" + id + ", data=" + data + ", registrationToken="
                + (registrationToken == null ? "none" : "***") + ", maxConcurrent=" + maxConcurrent + ", membership="
                + membership + ", exec=" + exec
                + ", link=" + link + ", network=" + network + ", events=" + events
                + ", publicUrl=" + publicUrl + ", mcp=" + mcp + "]";
    }

    private static void checkPublic(URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null || url.getUserInfo() != null) {
            throw new BadValue(
                    "public-url",
                    url.toString().replaceAll("//[^/]*@", "//***@"),
                    "a URL such as https://satellite.example.com, without user and password");
        }
    }

    /// The group that the satellite counts itself among, and its labels: by these, requests are aimed at it. And the
    /// ids of what it routes, sorted, which the control plane lists with it.
    public record Membership(@Nullable GroupName group, Labels labels, List<String> routes) {
        public static final Membership NONE = new Membership(null, Labels.NONE);

        public Membership {
            routes = SatelliteProfile.routes(routes);
        }

        /// Of one that routes nothing.
        public Membership(@Nullable GroupName group, Labels labels) {
            this(group, labels, List.of());
        }
    }

    /// What the satellite may run, and how many bytes of each output stream it keeps for the result (1 KiB to 1 MiB)
    /// and holds on their way to those who follow the command live (4 KiB to 4 MiB).
    public record Exec(ExecAllow allow, int outputMax, int liveMax) {
        public static final int OUTPUT_MAX_DEFAULT = 1024 * 1024;
        public static final int LIVE_MAX_DEFAULT = 256 * 1024;
        private static final int LIVE_MAX_MIN = 4 * 1024;
        private static final int LIVE_MAX_MAX = 4 * 1024 * 1024;
        public static final Exec DEFAULT = new Exec(ExecAllow.DEFAULT, OUTPUT_MAX_DEFAULT, LIVE_MAX_DEFAULT);

        public Exec {
            if (outputMax < 1024 || outputMax > OUTPUT_MAX_DEFAULT) {
                throw new BadValue("exec.output-max", outputMax, "1024 to " + OUTPUT_MAX_DEFAULT + " bytes");
            }
            if (liveMax < LIVE_MAX_MIN || liveMax > LIVE_MAX_MAX) {
                throw new BadValue("exec.live-max", liveMax, LIVE_MAX_MIN + " to " + LIVE_MAX_MAX + " bytes");
            }
        }
    }

    /// How the satellite talks to the control plane: how long a poll waits (1 s to 60 s), how long it waits after a
    /// failure, how long stopping may take, how old its key becomes (1 h to 10 years, null for any age), and
    /// whether requests are signed.
    public record Link(
            Duration pollWait,
            Duration backoffMin,
            Duration backoffMax,
            Duration drainMax,
            @Nullable Duration keyRotateEvery,
            boolean requestSignatures) {
        public static final Link DEFAULT =
                new Link(Duration.ofSeconds(30), Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(8));

        /// Of a satellite that changes its key only when it is told to.
        public Link(Duration pollWait, Duration backoffMin, Duration backoffMax, Duration drainMax) {
            this(pollWait, backoffMin, backoffMax, drainMax, null, true);
        }

        public Link {
            if (keyRotateEvery != null) {
                Durations.between("key.rotate-every", keyRotateEvery, Duration.ofHours(1), Duration.ofDays(3650));
            }
            Durations.between("link.poll-wait", pollWait, Duration.ofSeconds(1), Duration.ofMinutes(1));
            Durations.between("link.backoff-min", backoffMin, Duration.ofMillis(10), Duration.ofMinutes(1));
            Durations.between("link.backoff-max", backoffMax, Duration.ofMillis(10), Duration.ofMinutes(10));
            if (backoffMax.compareTo(backoffMin) < 0) {
                throw new BadValue(
                        "link.backoff-max",
                        Durations.format(backoffMax),
                        "at least link.backoff-min, " + Durations.format(backoffMin));
            }
            Durations.between("link.drain-max", drainMax, Duration.ZERO, Duration.ofMinutes(10));
        }
    }
}
