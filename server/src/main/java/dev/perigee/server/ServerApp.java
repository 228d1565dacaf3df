package dev.perigee.server;

import dev.perigee.control.broadcast.BroadcastDesk;
import dev.perigee.control.broadcast.BroadcastDriver;
import dev.perigee.control.broadcast.BroadcastHints;
import dev.perigee.control.broadcast.BroadcastPruner;
import dev.perigee.control.command.CommandDesk;
import dev.perigee.control.command.CommandLifecycle;
import dev.perigee.control.command.CommandListener;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.LiveCommands;
import dev.perigee.control.command.QueueDepths;
import dev.perigee.control.command.Redelivery;
import dev.perigee.control.command.ReportDesk;
import dev.perigee.control.command.Transitions;
import dev.perigee.control.dispatch.Cancellations;
import dev.perigee.control.dispatch.Dispatcher;
import dev.perigee.control.dispatch.Sessions;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.Silence;
import dev.perigee.control.live.LiveOutput;
import dev.perigee.control.upkeep.CancellationKeeper;
import dev.perigee.control.upkeep.DeadLetterMover;
import dev.perigee.control.upkeep.DepthKeeper;
import dev.perigee.control.upkeep.Duty;
import dev.perigee.control.upkeep.Expirer;
import dev.perigee.control.upkeep.HistoryPruner;
import dev.perigee.control.upkeep.LastSeenKeeper;
import dev.perigee.control.upkeep.LeaseReaper;
import dev.perigee.control.upkeep.LiveForgetter;
import dev.perigee.control.upkeep.Releaser;
import dev.perigee.control.upkeep.ResultReaper;
import dev.perigee.control.upkeep.Upkeep;
import dev.perigee.control.why.Facts;
import dev.perigee.control.why.Inquiry;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.api.TokenView;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.server.channel.longpoll.LongPollChannel;
import dev.perigee.server.dialect.perigee.PerigeeDialect;
import dev.perigee.server.http.HttpEdge;
import dev.perigee.server.operator.ActionApi;
import dev.perigee.server.operator.BroadcastApi;
import dev.perigee.server.operator.FollowApi;
import dev.perigee.server.operator.OperatorApi;
import dev.perigee.server.operator.WaitingCalls;
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
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running control plane: the composition root, wired in the order in which a command flows. `close` answers whoever
/// waits, finishes what is under way and leaves the store tidy.
public final class ServerApp implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServerApp.class);
    private static final long CLOSE_MAX_SECONDS = 5;
    private static final int LIVE_MAX = 20_000;
    private static final int CANCELLATIONS_MAX = 20_000;

    private final Stores stores;
    private final ExecutorService logic = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService upkeep = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("upkeep").daemon().factory());
    private final Fleet fleet;
    private final Dispatcher dispatcher;
    private final Sessions sessions = new Sessions();
    private final WaitingCalls waiting = new WaitingCalls();
    private final HttpEdge edge;
    private final URI url;

    private ServerApp(ServerConfig config) throws IOException {
        InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
        SecureRandom random = new SecureRandom();
        Files.createDirectories(
                config.data(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String operatorKey = config.operatorKey() != null
                ? config.operatorKey()
                : new OperatorKeyFile(config.data().resolve("operator.key")).readOrCreate(random);
        edge = new HttpEdge(logic, config.limits().requestsMax());
        stores = open(config);
        try {
            fleet = new Fleet(stores.fleet(), clock, random, silence(config));
            CommandStore commands = stores.commands();
            QueueDepths depths = new QueueDepths(new QueueDepths.Limits(
                    config.commands().queue().perSatelliteMax(),
                    config.commands().queue().max()));
            depths.recount(commands);
            LiveOutput live = new LiveOutput(LiveOutput.Limits.DEFAULT, clock, commands::findAll);
            LiveCommands known = new LiveCommands(LIVE_MAX);
            Cancellations cancellations = new Cancellations(CANCELLATIONS_MAX);
            CancellationKeeper cancellationKeeper = new CancellationKeeper(cancellations, commands, sessions);
            cancellationKeeper.run();
            BroadcastHints hints = new BroadcastHints();
            CommandDesk desk =
                    desk(config, commands, clock, random, depths, List.of(known, live, cancellations, hints));
            Transitions transitions = desk.transitions();
            dispatcher = new Dispatcher(
                    commands, transitions, clock, config.commands().lease());
            BroadcastDriver driver = new BroadcastDriver(
                    stores.broadcasts(),
                    new BroadcastDriver.Means(desk.intake(), transitions, clock, random, logic),
                    hints,
                    new BroadcastDriver.Limits(
                            BroadcastDriver.Limits.BATCH_DEFAULT,
                            config.limits().waitsMax()));
            LongPollChannel longPoll = new LongPollChannel(
                    sessions,
                    new Sessions.Shared(dispatcher, cancellations, logic),
                    config.limits().batchMax());

            new OperatorApi(desk, fleet, config.limits(), waiting).addTo(edge, Digest.of(operatorKey));
            Inquiry inquiry = new Inquiry(commands, fleet, sessions, clock, decisive(config));
            new ActionApi(desk, inquiry, config.limits(), waiting).addTo(edge, Digest.of(operatorKey));
            new BroadcastApi(broadcasts(config, driver, clock, random), config.limits(), waiting)
                    .addTo(edge, Digest.of(operatorKey));
            new FollowApi(desk, live, waiting).addTo(edge, Digest.of(operatorKey));
            PerigeeDialect.Reports reports =
                    new PerigeeDialect.Reports(live, new ReportDesk(commands, known, transitions));
            new PerigeeDialect(fleet, reports, longPoll, config.limits()).addTo(edge);
            edge.serve(
                    HttpMethod.GET,
                    "/health/live",
                    0,
                    HttpEdge.Gate.OPEN,
                    call -> call.reply(200, Map.of("live", true)));
            url = URI.create("http://" + config.host() + ":" + edge.listen(config.host(), config.port()));

            List<Duty> duties = List.of(
                    new Releaser(commands, transitions, clock),
                    new LeaseReaper(commands, transitions, clock, random),
                    new DeadLetterMover(commands, transitions, clock),
                    new Expirer(commands, transitions, clock),
                    new ResultReaper(
                            commands, transitions, clock, config.commands().resultGrace()),
                    cancellationKeeper,
                    new DepthKeeper(depths, commands),
                    new HistoryPruner(commands, clock, config.commands().retention()),
                    driver,
                    new BroadcastPruner(
                            stores.broadcasts(),
                            clock,
                            longest(config.commands().retention())),
                    new LastSeenKeeper(fleet),
                    new LiveForgetter(live));
            Upkeep.start(duties, upkeep);
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
                .addKeyValue("data", config.data())
                .log("listening");
        return app;
    }

    /// Where it listens.
    public URI url() {
        return url;
    }

    /// A registration token, for a satellite in the same process.
    public TokenView createToken(TokenRequest request) {
        return fleet.createToken(request);
    }

    @Override
    public void close() {
        dispatcher.drain();
        edge.stopListening();
        sessions.drain();
        waiting.drain();
        upkeep.shutdownNow();
        logic.shutdown();
        try {
            if (!logic.awaitTermination(CLOSE_MAX_SECONDS, TimeUnit.SECONDS)) {
                logic.shutdownNow();
            }
            if (!upkeep.awaitTermination(CLOSE_MAX_SECONDS, TimeUnit.SECONDS)) {
                log.warn("an upkeep duty did not stop in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            edge.close();
            keepLastSeen();
            stores.close();
        }
    }

    private static Stores open(ServerConfig config) {
        ServerConfig.Database database = config.database();
        return database == null
                ? SqliteStores.open(config.data().resolve("perigee.db"))
                : PostgresStores.open(
                        PostgresConfig.of("jdbc:" + database.url(), database.user(), database.password()),
                        System::nanoTime);
    }

    private static Facts.Settings decisive(ServerConfig config) {
        ServerConfig.Commands settings = config.commands();
        return new Facts.Settings(settings.lease(), redelivery(settings), settings.resultGrace(), silence(config));
    }

    private static Redelivery redelivery(ServerConfig.Commands settings) {
        return new Redelivery(settings.backoff().min(), settings.backoff().max());
    }

    private static Silence silence(ServerConfig config) {
        ServerConfig.Satellites settings = config.satellites();
        return new Silence(settings.staleAfter(), settings.deadAfter());
    }

    private CommandDesk desk(
            ServerConfig config,
            CommandStore commands,
            InstantSource clock,
            SecureRandom random,
            QueueDepths depths,
            List<CommandListener> listeners) {
        ServerConfig.Commands settings = config.commands();
        return new CommandDesk(
                commands,
                new CommandDesk.Surroundings(
                        fleet::knows,
                        depths,
                        sessions,
                        sessions,
                        listeners,
                        clock,
                        random,
                        new CommandLifecycle(redelivery(settings), settings.resultGrace()),
                        new CommandDesk.Limits(
                                settings.attemptsMax(), config.limits().waitsMax())));
    }

    private BroadcastDesk broadcasts(
            ServerConfig config, BroadcastDriver driver, InstantSource clock, SecureRandom random) {
        BroadcastDesk.Limits limits = new BroadcastDesk.Limits(
                config.commands().attemptsMax(),
                config.limits().broadcastMembersMax(),
                BroadcastDesk.Limits.LIVE_MAX,
                config.limits().waitsMax());
        return new BroadcastDesk(
                stores.broadcasts(), driver, new BroadcastDesk.Surroundings(fleet::members, clock, random, limits));
    }

    /// A broadcast is kept as long as any of its commands.
    private static Duration longest(Map<CommandState, Duration> retention) {
        return Collections.max(retention.values());
    }

    private void keepLastSeen() {
        try {
            fleet.keepLastSeen();
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("last seen not kept");
        }
    }
}
