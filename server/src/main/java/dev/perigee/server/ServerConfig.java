package dev.perigee.server;

import dev.perigee.control.command.QueueDepths;
import dev.perigee.control.command.Redelivery;
import dev.perigee.control.upkeep.Retention;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.api.Submission;
import dev.perigee.server.http.Limits;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Everything that can be set on a control plane. Port 0 takes any free one. Without an operator key one is made and
/// kept in the data directory.
public record ServerConfig(
        String host,
        int port,
        Path data,
        @Nullable String operatorKey,
        Commands commands,
        Limits limits,
        Satellites satellites) {
    public static final String HOST_DEFAULT = "127.0.0.1";
    public static final int PORT_DEFAULT = 7400;
    public static final int OPERATOR_KEY_MIN = 16;

    public ServerConfig {
        if (host.isBlank()) {
            throw new BadValue("host", host, "a host name or address to listen on");
        }
        if (port < 0 || port > 65_535) {
            throw new BadValue("port", port, "0 to 65535");
        }
        if (operatorKey != null && operatorKey.length() < OPERATOR_KEY_MIN) {
            throw new BadValue(
                    "operator-key has " + operatorKey.length() + " characters: expected at least " + OPERATOR_KEY_MIN);
        }
    }

    /// A control plane with everything else as it is by default.
    public static ServerConfig of(Path data) {
        return new ServerConfig(
                HOST_DEFAULT, PORT_DEFAULT, data, null, Commands.DEFAULT, Limits.DEFAULT, Satellites.DEFAULT);
    }

    @Override
    public String toString() {
        return "ServerConfig[host=" + host + ", port=" + port + ", data=" + data + ", operatorKey="
                + (operatorKey == null ? "none" : "***") + ", commands=" + commands + ", limits=" + limits
                + ", satellites=" + satellites + "]";
    }

    /// How long a lease lasts (100 ms to 10 min), how often a command is offered (1 to 100), how long it is held
    /// back between (10 ms to 1 h), how long after its execution timeout a result may still come (1 min to 30 d),
    /// how many commands may be queued (1 to 10 million), and how long they are kept when they have ended (1 min to
    /// 10 years).
    public record Commands(
            Duration lease,
            int attemptsMax,
            Redelivery redelivery,
            Duration resultGrace,
            QueueDepths.Limits queue,
            Retention retention) {
        private static final int QUEUE_LIMIT = 10_000_000;

        public static final Commands DEFAULT = new Commands(
                Duration.ofSeconds(15),
                3,
                new Redelivery(Duration.ofMillis(500), Duration.ofSeconds(30)),
                Duration.ofHours(24),
                QueueDepths.Limits.DEFAULT,
                Retention.of(Retention.DEFAULT));

        public Commands {
            Durations.between("commands.lease", lease, Duration.ofMillis(100), Duration.ofMinutes(10));
            range("commands.attempts-max", attemptsMax, 1, Submission.ATTEMPTS_LIMIT);
            backoff("commands.backoff-min", redelivery.backoffMin());
            backoff("commands.backoff-max", redelivery.backoffMax());
            if (redelivery.backoffMax().compareTo(redelivery.backoffMin()) < 0) {
                throw new BadValue(
                        "commands.backoff-max",
                        Durations.format(redelivery.backoffMax()),
                        "at least commands.backoff-min, " + Durations.format(redelivery.backoffMin()));
            }
            Durations.between("commands.result-grace", resultGrace, Duration.ofMinutes(1), Duration.ofDays(30));
            range("commands.queue-per-satellite-max", queue.perSatelliteMax(), 1, QUEUE_LIMIT);
            range("commands.queue-max", queue.max(), 1, QUEUE_LIMIT);
            retention
                    .byState()
                    .forEach((state, time) -> Durations.between(
                            "commands.retention." + state.wireName().replace('_', '-'),
                            time,
                            Duration.ofMinutes(1),
                            Duration.ofDays(3650)));
        }
    }

    /// How long a satellite may be silent before it is stale, and how long after that before it is dead.
    public record Satellites(Duration staleAfter, Duration deadAfter) {
        public static final Satellites DEFAULT = new Satellites(Duration.ofSeconds(90), Duration.ofMinutes(5));

        public Satellites {
            Durations.between("satellites.stale-after", staleAfter, Duration.ofSeconds(1), Duration.ofDays(1));
            Durations.between("satellites.dead-after", deadAfter, Duration.ofSeconds(1), Duration.ofDays(30));
        }
    }

    private static void backoff(String what, Duration value) {
        Durations.between(what, value, Duration.ofMillis(10), Duration.ofHours(1));
    }

    private static void range(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new BadValue(what, value, min + " to " + max);
        }
    }
}
