package dev.perigee.cli.config;

import dev.perigee.http.tls.ServerTls.ClientCertificates;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.server.AuditConfig;
import dev.perigee.server.ServerConfig;
import dev.perigee.server.ServerConfig.Backoff;
import dev.perigee.server.ServerConfig.Commands;
import dev.perigee.server.ServerConfig.Database;
import dev.perigee.server.ServerConfig.Edge;
import dev.perigee.server.ServerConfig.Entrance;
import dev.perigee.server.ServerConfig.Identity;
import dev.perigee.server.ServerConfig.Queue;
import dev.perigee.server.ServerConfig.Records;
import dev.perigee.server.ServerConfig.Satellites;
import dev.perigee.server.ServerConfig.Storage;
import dev.perigee.server.identity.SignaturePolicy;
import dev.perigee.server.identity.TokenAlgorithm;
import dev.perigee.server.limit.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every setting of the control plane. Variables are `PERIGEE_SERVER_…`.
public final class ServerSettings {
    private static final String PREFIX = "PERIGEE_SERVER_";

    private static final Setting<String> HOST =
            new Setting<>("host", Kinds.TEXT, ServerConfig.HOST_DEFAULT, "the address to listen on");
    private static final Setting<Integer> PORT = new Setting<>(
            "port", Kinds.COUNT, ServerConfig.PORT_DEFAULT, "the TCP port to listen on; 0 takes any free one");
    private static final Setting<Path> DATA = new Setting<>(
            "data",
            Kinds.PATH,
            null,
            "the directory for everything that is kept; by default the user's data directory");
    private static final Setting<String> OPERATOR_KEY = new Setting<>(
            "operator-key",
            Kinds.SECRET,
            null,
            "what operators show, at least 16 characters; by default the one in operator.key in the data directory");
    private static final Setting<Path> OPERATOR_KEY_FILE =
            new Setting<>("operator-key-file", Kinds.PATH, null, "a file that holds the operator key");
    private static final Setting<String> DATABASE_URL = new Setting<>(
            "database.url",
            Kinds.TEXT,
            null,
            "a PostgreSQL database, as postgresql://host:port/database; by default one is embedded");
    private static final Setting<String> DATABASE_USER =
            new Setting<>("database.user", Kinds.TEXT, "perigee", "the role to use it as");
    private static final Setting<String> DATABASE_PASSWORD =
            new Setting<>("database.password", Kinds.SECRET, null, "the password of that role");
    private static final Setting<Path> DATABASE_PASSWORD_FILE =
            new Setting<>("database.password-file", Kinds.PATH, null, "a file that holds the password");
    private static final Setting<Duration> LEASE = new Setting<>(
            "commands.lease",
            Kinds.DURATION,
            Commands.DEFAULT.lease(),
            "the time a satellite has to acknowledge a delivery before the command is offered again");
    private static final Setting<Integer> ATTEMPTS_MAX = new Setting<>(
            "commands.attempts-max",
            Kinds.COUNT,
            Commands.DEFAULT.attemptsMax(),
            "how often a command is offered before it is dead-lettered");
    private static final Setting<Duration> BACKOFF_MIN = new Setting<>(
            "commands.backoff-min",
            Kinds.DURATION,
            Commands.DEFAULT.backoff().min(),
            "how long a command is held back after its first lease ran out; doubled with each further one");
    private static final Setting<Duration> BACKOFF_MAX = new Setting<>(
            "commands.backoff-max",
            Kinds.DURATION,
            Commands.DEFAULT.backoff().max(),
            "the longest time that a command is held back after a lease");
    private static final Setting<Duration> RESULT_GRACE = new Setting<>(
            "commands.result-grace",
            Kinds.DURATION,
            Commands.DEFAULT.resultGrace(),
            "how long after its execution timeout a command may still get its result");
    private static final Setting<Integer> QUEUE_PER_SATELLITE_MAX = new Setting<>(
            "commands.queue-per-satellite-max",
            Kinds.COUNT,
            Commands.DEFAULT.queue().perSatelliteMax(),
            "the most commands queued for one satellite; more are refused with 429");
    private static final Setting<Integer> QUEUE_MAX = new Setting<>(
            "commands.queue-max",
            Kinds.COUNT,
            Commands.DEFAULT.queue().max(),
            "the most commands queued in all; more are refused with 429");
    private static final Map<CommandState, Setting<Duration>> RETENTION = retention();
    private static final Setting<Integer> BODY_MAX = new Setting<>(
            "limits.body-max", Kinds.BYTES, Limits.DEFAULT.bodyMax(), "the largest request body, in bytes");
    private static final Setting<Integer> REPORT_BODY_MAX = new Setting<>(
            "limits.report-body-max",
            Kinds.BYTES,
            Limits.DEFAULT.reportBodyMax(),
            "the largest report of a satellite, in bytes");
    private static final Setting<Integer> BATCH_MAX = new Setting<>(
            "limits.batch-max", Kinds.COUNT, Limits.DEFAULT.batchMax(), "the most commands handed over in one poll");
    private static final Setting<Duration> WAIT_MAX = new Setting<>(
            "limits.wait-max", Kinds.DURATION, Limits.DEFAULT.waitMax(), "the longest time that a request may wait");
    private static final Setting<Integer> WAITS_MAX = new Setting<>(
            "limits.waits-max", Kinds.COUNT, Limits.DEFAULT.waitsMax(), "the most requests that wait at one time");
    private static final Setting<Integer> REQUESTS_MAX = new Setting<>(
            "limits.requests-max",
            Kinds.COUNT,
            Limits.DEFAULT.requestsMax(),
            "the most requests that are served at one time, without those that only wait");
    private static final Setting<Integer> BROADCAST_MEMBERS_MAX = new Setting<>(
            "limits.broadcast-members-max",
            Kinds.COUNT,
            Limits.DEFAULT.broadcastMembersMax(),
            "the most satellites that a broadcast is for");
    private static final Setting<Duration> STALE_AFTER = new Setting<>(
            "satellites.stale-after",
            Kinds.DURATION,
            Satellites.DEFAULT.staleAfter(),
            "the silence after which a satellite is stale");
    private static final Setting<Duration> DEAD_AFTER = new Setting<>(
            "satellites.dead-after",
            Kinds.DURATION,
            Satellites.DEFAULT.deadAfter(),
            "the further silence after which a stale satellite is dead");

    private static final Setting<Duration> DEAD_RETENTION = new Setting<>(
            "satellites.dead-retention",
            Kinds.DURATION,
            null,
            "for how long a dead satellite stays registered; by default for ever");
    private static final Setting<TokenAlgorithm> TOKEN_ALGORITHM = new Setting<>(
            "registration.token-algorithm",
            Kind.scalar("HS256 or EdDSA", ServerSettings::algorithm, TokenAlgorithm::wireName),
            Identity.DEFAULT.tokenAlgorithm(),
            "with what registration tokens are signed: HS256, a secret of their own, or EdDSA, the signing key");
    private static final Setting<Duration> KEY_OVERLAP = new Setting<>(
            "satellites.key-overlap",
            Kinds.DURATION,
            Identity.DEFAULT.keyOverlap(),
            "how long a satellite's next key works beside its present one until it is first used");
    private static final Setting<Duration> AUDIT_RETENTION = new Setting<>(
            "audit.retention",
            Kinds.DURATION,
            AuditConfig.DEFAULT.retention(),
            "how long an entry of the audit log is kept");
    private static final TlsSettings TLS = TlsSettings.ofServer("tls", "the control plane");
    private static final Setting<ClientCertificates> CLIENT_CERTIFICATES = TlsSettings.asked("tls");
    private static final Setting<String> TLS_NAME = new Setting<>(
            "tls.name",
            Kinds.TEXT,
            null,
            "the name in the certificate by which clients on this machine reach it; by default the host");
    private static final Setting<Boolean> REQUIRE_SIGNATURE = new Setting<>(
            "require-signature",
            Kinds.FLAG,
            SignaturePolicy.DEFAULT.required(),
            "whether satellites must sign each request; what is signed is verified in any case");
    private static final Setting<Duration> SIGNATURE_SKEW = new Setting<>(
            "signature-skew",
            Kinds.DURATION,
            SignaturePolicy.DEFAULT.skew(),
            "how far the time of a signature may be from the time here");
    private static final Setting<Boolean> BIND_SATELLITES = new Setting<>(
            "tls.bind-satellites",
            Kinds.FLAG,
            false,
            "whether a satellite must show a client certificate that is made out to its id");

    private static final List<Setting<?>> ALL = with(
            more(),
            HOST,
            PORT,
            DATA,
            OPERATOR_KEY,
            OPERATOR_KEY_FILE,
            DATABASE_URL,
            DATABASE_USER,
            DATABASE_PASSWORD,
            DATABASE_PASSWORD_FILE,
            LEASE,
            ATTEMPTS_MAX,
            BACKOFF_MIN,
            BACKOFF_MAX,
            RESULT_GRACE,
            QUEUE_PER_SATELLITE_MAX,
            QUEUE_MAX,
            BODY_MAX,
            REPORT_BODY_MAX,
            BATCH_MAX,
            WAIT_MAX,
            WAITS_MAX,
            REQUESTS_MAX,
            BROADCAST_MEMBERS_MAX,
            STALE_AFTER,
            DEAD_AFTER,
            DEAD_RETENTION,
            TOKEN_ALGORITHM,
            KEY_OVERLAP);

    private ServerSettings() {}

    /// The configuration of a control plane; `data` is where it keeps everything unless a source says otherwise.
    public static ServerConfig bind(Sources sources, Path data) {
        return bound(sources, data).config();
    }

    /// The effective configuration as YAML, with every key, default and meaning.
    public static String print(Sources sources, Path data) {
        Bound<ServerConfig> bound = bound(sources, data);
        return Printed.yaml(
                ALL, bound.values().with(DATA, bound.config().storage().data()));
    }

    private static TokenAlgorithm algorithm(String text) {
        return Arrays.stream(TokenAlgorithm.values())
                .filter(one -> one.wireName().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("neither"));
    }

    private static Map<CommandState, Setting<Duration>> retention() {
        Map<CommandState, Setting<Duration>> settings = new EnumMap<>(CommandState.class);
        for (CommandState state : CommandState.values()) {
            if (state.isTerminal()) {
                String name = state.wireName().replace('_', '-');
                settings.put(
                        state,
                        new Setting<>(
                                "commands.retention." + name,
                                Kinds.DURATION,
                                Commands.RETENTION_DEFAULT,
                                "how long a command is kept after it has ended as " + state.wireName()));
            }
        }
        return settings;
    }

    private static List<Setting<?>> more() {
        List<Setting<?>> more = new ArrayList<>(RETENTION.values());
        more.addAll(TLS.all());
        more.addAll(EventKeys.OF_SERVER);
        more.addAll(List.of(CLIENT_CERTIFICATES, TLS_NAME, BIND_SATELLITES));
        more.addAll(CallerSettings.ALL);
        more.addAll(List.of(REQUIRE_SIGNATURE, SIGNATURE_SKEW));
        more.addAll(SecretSettings.ALL);
        more.add(AUDIT_RETENTION);
        return more;
    }

    private static List<Setting<?>> with(Collection<? extends Setting<?>> more, Setting<?>... some) {
        return Stream.concat(Arrays.stream(some), more.stream()).toList();
    }

    private static Bound<ServerConfig> bound(Sources sources, Path data) {
        return Binder.bind(new Schema<>(PREFIX, ALL, List.of(), values -> build(values, data)), sources);
    }

    private static @Nullable Database database(Values values) {
        String url = values.find(DATABASE_URL).orElse(null);
        if (url == null) {
            return null;
        }
        String password = SecretFile.secret(values, DATABASE_PASSWORD, DATABASE_PASSWORD_FILE);
        return new Database(url, values.get(DATABASE_USER), password == null ? "" : password);
    }

    private static ServerConfig build(Values values, Path data) {
        return new ServerConfig(
                entrance(values),
                new Storage(values.find(DATA).orElse(data), database(values), SecretSettings.of(values)),
                CallerSettings.build(values, SecretFile.secret(values, OPERATOR_KEY, OPERATOR_KEY_FILE)),
                new Commands(
                        values.get(LEASE),
                        values.get(ATTEMPTS_MAX),
                        new Backoff(values.get(BACKOFF_MIN), values.get(BACKOFF_MAX)),
                        values.get(RESULT_GRACE),
                        new Queue(values.get(QUEUE_PER_SATELLITE_MAX), values.get(QUEUE_MAX)),
                        RETENTION.entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, entry -> values.get(entry.getValue())))),
                new Satellites(
                        values.get(STALE_AFTER),
                        values.get(DEAD_AFTER),
                        values.find(DEAD_RETENTION).orElse(null),
                        new Identity(values.get(TOKEN_ALGORITHM), values.get(KEY_OVERLAP))),
                new Records(EventKeys.server(values), new AuditConfig(values.get(AUDIT_RETENTION))));
    }

    private static Entrance entrance(Values values) {
        Limits limits = new Limits(
                values.get(BODY_MAX),
                values.get(REPORT_BODY_MAX),
                values.get(BATCH_MAX),
                values.get(WAIT_MAX),
                values.get(WAITS_MAX),
                values.get(REQUESTS_MAX),
                values.get(BROADCAST_MEMBERS_MAX));
        Edge edge = new Edge(
                TLS.server(values, CLIENT_CERTIFICATES),
                values.find(TLS_NAME).orElse(null),
                values.get(BIND_SATELLITES),
                new SignaturePolicy(values.get(REQUIRE_SIGNATURE), values.get(SIGNATURE_SKEW)));
        return new Entrance(values.get(HOST), values.get(PORT), limits, edge);
    }
}
