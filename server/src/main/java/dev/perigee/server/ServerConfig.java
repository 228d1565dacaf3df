package dev.perigee.server;

import dev.perigee.control.secret.SealingKey;
import dev.perigee.http.tls.ServerTls;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.server.identity.SignaturePolicy;
import dev.perigee.server.identity.TokenAlgorithm;
import dev.perigee.server.limit.Limits;
import dev.perigee.server.limit.Rates;
import dev.perigee.server.oidc.OidcConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything that can be set on a control plane.
public record ServerConfig(
        Entrance entrance,
        Storage storage,
        Callers callers,
        Commands commands,
        Satellites satellites,
        Records records) {
    public static final String HOST_DEFAULT = "127.0.0.1";
    public static final int PORT_DEFAULT = 7400;
    public static final int OPERATOR_KEY_MIN = 16;

    /// A control plane with everything else as it is by default.
    public static ServerConfig of(Path data) {
        return new ServerConfig(
                Entrance.DEFAULT,
                new Storage(data, null, Secrets.DEFAULT),
                Callers.DEFAULT,
                Commands.DEFAULT,
                Satellites.DEFAULT,
                Records.DEFAULT);
    }

    public ServerConfig with(Entrance other) {
        return new ServerConfig(other, storage, callers, commands, satellites, records);
    }

    public ServerConfig with(Callers other) {
        return new ServerConfig(entrance, storage, other, commands, satellites, records);
    }

    public ServerConfig with(Commands other) {
        return new ServerConfig(entrance, storage, callers, other, satellites, records);
    }

    public ServerConfig with(Satellites other) {
        return new ServerConfig(entrance, storage, callers, commands, other, records);
    }

    public ServerConfig with(Records other) {
        return new ServerConfig(entrance, storage, callers, commands, satellites, other);
    }

    /// Where it listens, port 0 for any free one, and how much of what comes in there it takes.
    public record Entrance(String host, int port, Limits limits, Edge edge) {
        public static final Entrance DEFAULT = new Entrance(HOST_DEFAULT, PORT_DEFAULT, Limits.DEFAULT, Edge.PLAIN);

        public Entrance {
            if (host.isBlank()) {
                throw new BadValue("host", host, "a host name or address to listen on");
            }
            if (port < 0 || port > 65_535) {
                throw new BadValue("port", port, "0 to 65535");
            }
        }

        /// Where it can be reached when it listens on `bound`: under the name of its certificate if it has one.
        URI url(int bound) {
            String name = edge.name() == null ? host : edge.name();
            String scheme = edge.tls() == null ? "http://" : "https://";
            return URI.create(scheme + (name.contains(":") ? "[" + name + "]" : name) + ":" + bound);
        }
    }

    /// The data directory, the database, null for one embedded there, and what secrets are sealed with.
    public record Storage(Path data, @Nullable Database database, Secrets secrets) {}

    /// The first operator's key, null for one that is made and kept in the data directory; whose tokens are believed
    /// beside operators' keys, and how often each may call. Prints without the key.
    public record Callers(
            @Nullable String operatorKey, @Nullable OidcConfig oidc, Rates rates) {
        public static final Callers DEFAULT = new Callers(null, null, Rates.DEFAULT);

        public Callers {
            if (operatorKey != null && operatorKey.length() < OPERATOR_KEY_MIN) {
                throw new BadValue("operator-key has " + operatorKey.length() + " characters: expected at least "
                        + OPERATOR_KEY_MIN);
            }
        }

        @Override
        public String toString() {
            return "Callers[operatorKey=" + (operatorKey == null ? "none" : "***") + ", oidc=" + oidc + ", rates="
                    + rates + "]";
        }
    }

    /// What happened, and who did what: for how long it is kept, and whom it is told.
    public record Records(EventConfig events, AuditConfig audit) {
        public static final Records DEFAULT = new Records(EventConfig.DEFAULT, AuditConfig.DEFAULT);
    }

    /// A PostgreSQL database, and as whom to use it. The URL is `postgresql://host:port/database`, with further options
    /// of the driver behind `?`; without a password in it, since it is logged.
    public record Database(String url, String user, String password) {
        private static final Pattern FORM = Pattern.compile("postgresql://[^/@?]+/[^/@?]+(\\?.*)?");

        public Database {
            if (!FORM.matcher(url).matches() || url.contains("password=")) {
                throw new BadValue(
                        "database.url",
                        url.replaceAll("//[^/]*@", "//***@").replaceAll("password=[^&]*", "password=***"),
                        "postgresql://host:port/database, with user and password in database.user and"
                                + " database.password");
            }
            if (user.isBlank()) {
                throw new BadValue("database.user", user, "the name of a role in PostgreSQL");
            }
        }

        @Override
        public String toString() {
            return "Database[url=" + url + ", user=" + user + ", password=***]";
        }
    }

    /// How long a lease lasts (100 ms to 10 min), how often a command is offered (1 to 100), how long it is held
    /// back between, how long after its execution timeout a result may still come (1 min to 30 d), how many may be
    /// queued, and how long each is kept once it has ended in a state (1 min to 10 years).
    public record Commands(
            Duration lease,
            int attemptsMax,
            Backoff backoff,
            Duration resultGrace,
            Queue queue,
            Map<CommandState, Duration> retention) {
        public static final Duration RETENTION_DEFAULT = Duration.ofDays(7);
        public static final Commands DEFAULT =
                new Commands(Duration.ofSeconds(15), 3, Backoff.DEFAULT, Duration.ofHours(24), Queue.DEFAULT, Map.of());

        public Commands {
            Durations.between("commands.lease", lease, Duration.ofMillis(100), Duration.ofMinutes(10));
            range("commands.attempts-max", attemptsMax, 1, Submission.ATTEMPTS_LIMIT);
            Durations.between("commands.result-grace", resultGrace, Duration.ofMinutes(1), Duration.ofDays(30));
            Map<CommandState, Duration> complete = new EnumMap<>(CommandState.class);
            for (CommandState state : CommandState.values()) {
                if (state.isTerminal()) {
                    complete.put(
                            state,
                            Durations.between(
                                    "commands.retention." + state.wireName().replace('_', '-'),
                                    retention.getOrDefault(state, RETENTION_DEFAULT),
                                    Duration.ofMinutes(1),
                                    Duration.ofDays(3650)));
                }
            }
            retention = Map.copyOf(complete);
        }
    }

    /// How long a command is held back after a lease that ran out (10 ms to 1 h): doubling from `min` to `max`.
    public record Backoff(Duration min, Duration max) {
        public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

        public Backoff {
            Durations.between("commands.backoff-min", min, Duration.ofMillis(10), Duration.ofHours(1));
            Durations.between("commands.backoff-max", max, Duration.ofMillis(10), Duration.ofHours(1));
            if (max.compareTo(min) < 0) {
                throw new BadValue(
                        "commands.backoff-max",
                        Durations.format(max),
                        "at least commands.backoff-min, " + Durations.format(min));
            }
        }
    }

    /// How many commands may be queued for one satellite and in all (1 to 10 million).
    public record Queue(int perSatelliteMax, int max) {
        public static final Queue DEFAULT = new Queue(10_000, 1_000_000);
        private static final int LIMIT = 10_000_000;

        public Queue {
            range("commands.queue-per-satellite-max", perSatelliteMax, 1, LIMIT);
            range("commands.queue-max", max, 1, LIMIT);
        }
    }

    /// How callers come in: in TLS or not, under which name of the certificate clients on this machine find it,
    /// whether a satellite must show a certificate that is made out to its id, and whether it must sign.
    public record Edge(
            @Nullable ServerTls tls, @Nullable String name, boolean satellitesBound, SignaturePolicy signatures) {
        public static final Edge PLAIN = new Edge(null, null, false);

        public Edge {
            if (name != null && tls == null) {
                throw new BadValue("tls.name", name, "with it tls.certificate, the certificate of that name");
            }
            if (satellitesBound && (tls == null || tls.clients() == ServerTls.ClientCertificates.OFF)) {
                throw new BadValue(
                        "tls.bind-satellites", true, "with it tls.client-certificates: optional or required");
            }
        }

        public Edge(@Nullable ServerTls tls, @Nullable String name, boolean satellitesBound) {
            this(tls, name, satellitesBound, SignaturePolicy.DEFAULT);
        }
    }

    /// The keys that secrets are sealed with, of which the first seals; none for one in a file of the control plane's
    /// own. And whether secrets may be sent where others can read them. Prints without the keys.
    public record Secrets(List<SealingKey> keys, boolean inClear) {
        public static final Secrets DEFAULT = new Secrets(List.of(), false);

        public Secrets {
            keys = List.copyOf(keys);
        }

        /// Keys in Base64, of which the first seals, with commas between; null for one of the control plane's own.
        public static Secrets of(@Nullable String keys, boolean inClear) {
            List<SealingKey> given = keys == null
                    ? List.of()
                    : Stream.of(keys.split(",", -1))
                            .map(String::strip)
                            .map(SealingKey::parse)
                            .toList();
            return new Secrets(given, inClear);
        }
    }

    /// How long a satellite may be silent before it is stale, how long after that before it is dead, and for how long
    /// the dead stay registered (1 min to 10 years, null for ever). Heartbeats are wanted each third of the first.
    public record Satellites(
            Duration staleAfter,
            Duration deadAfter,
            @Nullable Duration deadRetention,
            Identity identity) {
        public static final Satellites DEFAULT = new Satellites(Duration.ofSeconds(90), Duration.ofMinutes(5), null);

        public Satellites(Duration staleAfter, Duration deadAfter, @Nullable Duration deadRetention) {
            this(staleAfter, deadAfter, deadRetention, Identity.DEFAULT);
        }

        public Satellites {
            Durations.between("satellites.stale-after", staleAfter, Duration.ofSeconds(1), Duration.ofDays(1));
            Durations.between("satellites.dead-after", deadAfter, Duration.ofSeconds(1), Duration.ofDays(30));
            if (deadRetention != null) {
                Durations.between(
                        "satellites.dead-retention", deadRetention, Duration.ofSeconds(1), Duration.ofDays(3650));
            }
        }
    }

    /// With what registration tokens are signed, and for how long a satellite's next key works beside its present one
    /// before it was used (10 s to 1 d).
    public record Identity(TokenAlgorithm tokenAlgorithm, Duration keyOverlap) {
        public static final Identity DEFAULT = new Identity(TokenAlgorithm.HS256, Duration.ofMinutes(10));

        public Identity {
            Durations.between("satellites.key-overlap", keyOverlap, Duration.ofSeconds(10), Duration.ofDays(1));
        }
    }

    private static void range(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new BadValue(what, value, min + " to " + max);
        }
    }
}
