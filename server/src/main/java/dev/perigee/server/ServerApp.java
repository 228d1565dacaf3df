package dev.perigee.server;

import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Recogniser;
import dev.perigee.control.secret.KeyRing;
import dev.perigee.control.upkeep.Upkeep;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.api.TokenView;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.signing.Purpose;
import dev.perigee.protocol.signing.Signed;
import dev.perigee.server.channel.longpoll.LongPollChannel;
import dev.perigee.server.dialect.perigee.ConfigSecrecy;
import dev.perigee.server.dialect.perigee.PerigeeDialect;
import dev.perigee.server.identity.CertificateBinding;
import dev.perigee.server.identity.JwtTokens;
import dev.perigee.server.identity.RequestSignatures;
import dev.perigee.server.identity.SatelliteAccess;
import dev.perigee.server.identity.TokenKey;
import dev.perigee.server.limit.Throttle;
import dev.perigee.server.oidc.OidcConfig;
import dev.perigee.server.oidc.OidcOperators;
import dev.perigee.server.operator.Access;
import dev.perigee.server.operator.ActionApi;
import dev.perigee.server.operator.AuditApi;
import dev.perigee.server.operator.BroadcastApi;
import dev.perigee.server.operator.ConfigApi;
import dev.perigee.server.operator.EventApi;
import dev.perigee.server.operator.FleetApi;
import dev.perigee.server.operator.FollowApi;
import dev.perigee.server.operator.KeyRotationApi;
import dev.perigee.server.operator.OperatorApi;
import dev.perigee.server.operator.OperatorsApi;
import dev.perigee.server.operator.RolloutApi;
import dev.perigee.server.operator.SecretApi;
import dev.perigee.server.operator.SigningKeyApi;
import dev.perigee.server.operator.TokenApi;
import dev.perigee.server.operator.WaitingCalls;
import dev.perigee.server.operator.WebhookApi;
import dev.perigee.server.secret.SecretKeys;
import dev.perigee.server.signing.ServerKeys;
import dev.perigee.store.Stores;
import dev.perigee.store.postgres.PostgresConfig;
import dev.perigee.store.postgres.PostgresStores;
import dev.perigee.store.sqlite.SqliteStores;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running control plane: the composition root, wired in the order in which a command flows. `close` answers whoever
/// waits, finishes what is under way and leaves the store tidy.
public final class ServerApp implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServerApp.class);
    private static final long CALLS_MAX_SECONDS = 3;
    private static final long UPKEEP_MAX_SECONDS = 1;

    private final Stores stores;
    private final ExecutorService logic = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService upkeep = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("upkeep").daemon().factory());
    private final ServerKeys keys;
    private final @Nullable OidcOperators oidc;
    private final Throttle throttle;
    private final Core core;
    private final WaitingCalls waiting = new WaitingCalls();
    private final HttpEdge edge;
    private final URI url;

    private ServerApp(ServerConfig config) throws IOException {
        InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
        SecureRandom random = new SecureRandom();
        Files.createDirectories(
                config.storage().data(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String operatorKey = config.callers().operatorKey() != null
                ? config.callers().operatorKey()
                : new OperatorKeyFile(config.storage().data().resolve("operator.key")).readOrCreate(random);
        edge = new HttpEdge(logic, config.entrance().limits().requestsMax(), new ServerProblems());
        throttle = new Throttle(config.callers().rates(), System::nanoTime);
        stores = open(config);
        try {
            OidcConfig provider = config.callers().oidc();
            oidc = provider == null ? null : OidcOperators.open(provider, clock);
            keys = ServerKeys.open(config.storage().data().resolve("signing-keys.json"), random);
            JwtTokens tokens = new JwtTokens(
                    config.satellites().identity().tokenAlgorithm(),
                    TokenKey.open(config.storage().data().resolve("registration-tokens.key"), random),
                    keys);
            KeyRing ring = SecretKeys.open(
                    config.storage().secrets().keys(), config.storage().data().resolve("secrets.key"), random);
            Core.Means means = new Core.Means(
                    stores,
                    clock,
                    random,
                    logic,
                    Digest.of(operatorKey),
                    text -> Signed.seal(Purpose.AUDIT, text, keys.key()),
                    tokens,
                    ring);
            core = Core.wire(config, means);
            Webhooks webhooks = Webhooks.wire(config, means, core.events());
            serveOperators(config, webhooks);
            serveSatellites(
                    config, new RequestSignatures(config.entrance().edge().signatures(), clock, random));
            edge.serve(
                    HttpMethod.GET,
                    "/health/live",
                    0,
                    HttpEdge.Gate.OPEN,
                    call -> call.reply(200, Map.of("live", true)));
            url = config.entrance()
                    .url(edge.listen(
                            config.entrance().host(),
                            config.entrance().port(),
                            config.entrance().edge().tls()));
            Upkeep.start(core.duties(), upkeep);
            Upkeep.start(List.of(webhooks.driver()), upkeep);
            if (oidc != null) {
                logic.execute(oidc::prepare);
            }
        } catch (IOException | RuntimeException e) {
            edge.close();
            stores.close();
            throw e;
        }
    }

    /// Opens the store, begins to listen, and from then on serves. Throws when the data directory or the port cannot
    /// be used.
    public static ServerApp start(ServerConfig config) throws IOException {
        ServerApp app = new ServerApp(config);
        log.atInfo()
                .addKeyValue("server", app.url)
                .addKeyValue("data", config.storage().data())
                .log("listening");
        return app;
    }

    /// Where it listens.
    public URI url() {
        return url;
    }

    /// A registration token, for a satellite in the same process.
    public TokenView createToken(TokenRequest request) {
        return core.fleet().tokens().create(Caller.FIRST, request);
    }

    /// Closing again does nothing.
    @Override
    public synchronized void close() {
        if (logic.isShutdown()) {
            return;
        }
        stores.hurry();
        core.dispatcher().drain();
        edge.stopListening();
        core.sessions().drain();
        waiting.drain();
        upkeep.shutdownNow();
        logic.execute(this::keepLastSeen);
        logic.shutdown();
        try {
            if (!logic.awaitTermination(CALLS_MAX_SECONDS, TimeUnit.SECONDS)) {
                logic.shutdownNow();
            }
            if (!upkeep.awaitTermination(UPKEEP_MAX_SECONDS, TimeUnit.SECONDS)) {
                log.warn("an upkeep duty did not stop in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            if (oidc != null) {
                oidc.close();
            }
            edge.close();
            stores.close();
        }
    }

    private static Stores open(ServerConfig config) {
        ServerConfig.Database database = config.storage().database();
        return database == null
                ? SqliteStores.open(config.storage().data().resolve("perigee.db"))
                : PostgresStores.open(
                        PostgresConfig.of("jdbc:" + database.url(), database.user(), database.password()),
                        System::nanoTime);
    }

    private void serveOperators(ServerConfig config, Webhooks webhooks) {
        Access access = new Access(
                core.operators(), core.fleet(), oidc == null ? Recogniser.NOBODY : oidc, throttle, core.audit());
        new OperatorApi(access, core.desk(), config.entrance().limits(), waiting).addTo(edge);
        new FleetApi(access, core.fleet(), core.census(), core.configs()).addTo(edge);
        new ActionApi(access, core.desk(), core.inquiry(), config.entrance().limits(), waiting).addTo(edge);
        new BroadcastApi(access, core.broadcasts(), config.entrance().limits(), waiting).addTo(edge);
        new FollowApi(access, core.desk(), core.live(), waiting).addTo(edge);
        new EventApi(access, core.events().desk(), waiting).addTo(edge);
        new SigningKeyApi(access, keys, core.events()).addTo(edge);
        new OperatorsApi(access, config.entrance().limits(), core.events()).addTo(edge);
        new AuditApi(access, core.audit(), keys).addTo(edge);
        new TokenApi(access, core.fleet().tokens(), core.events())
                .addTo(edge, config.entrance().limits());
        new KeyRotationApi(access, core.keyRotations()).addTo(edge);
        new ConfigApi(access, core.configs()).addTo(edge);
        new WebhookApi(access, webhooks.desk(), config.entrance().limits().bodyMax()).addTo(edge);
        new SecretApi(access, core.secrets(), core.configs()).addTo(edge);
        new RolloutApi(access, core.rollouts()).addTo(edge);
    }

    private void serveSatellites(ServerConfig config, RequestSignatures signatures) {
        LongPollChannel longPoll = new LongPollChannel(
                core.sessions(), core.channels(), config.entrance().limits().batchMax());
        SatelliteAccess access = new SatelliteAccess(
                core.fleet(), new CertificateBinding(config.entrance().edge().satellitesBound()), signatures, throttle);
        PerigeeDialect.Desks desks = new PerigeeDialect.Desks(
                core.fleet(),
                core.census(),
                core.live(),
                core.reports(),
                core.events(),
                core.configs(),
                core.keyRotations(),
                new ConfigSecrecy(core.secrets(), config.storage().secrets().inClear()));
        new PerigeeDialect(
                        access,
                        core.audit(),
                        desks,
                        longPoll,
                        keys,
                        config.entrance().limits())
                .addTo(edge);
    }

    private void keepLastSeen() {
        try {
            core.fleet().keepLastSeen();
            core.census().look();
            core.census().vitals().keepAll();
            core.events().own().keepAll();
            core.audit().seal();
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("not all is kept of how satellites are");
        }
    }
}
