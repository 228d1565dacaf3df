package dev.perigee.satellite;

import dev.perigee.gateway.Gateway;
import dev.perigee.process.ProcessTrees;
import dev.perigee.process.TreeSettings;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.satellite.command.exec.ExecHandler;
import dev.perigee.satellite.command.exec.ExecPolicy;
import dev.perigee.satellite.command.exec.ProgressFiles;
import dev.perigee.satellite.command.mcp.McpHandler;
import dev.perigee.satellite.execution.CommandRouter;
import dev.perigee.satellite.execution.Executions;
import dev.perigee.satellite.inbox.Inbox;
import dev.perigee.satellite.ledger.DiskJournalFile;
import dev.perigee.satellite.ledger.Ledger;
import dev.perigee.satellite.link.Backoff;
import dev.perigee.satellite.link.ControlPlaneClient;
import dev.perigee.satellite.link.LinkException;
import dev.perigee.satellite.link.LongPollLink;
import dev.perigee.satellite.link.ProfileSender;
import dev.perigee.satellite.link.Registrar;
import dev.perigee.satellite.link.ServerTrust;
import dev.perigee.satellite.live.LiveFeed;
import dev.perigee.satellite.outbox.Outbox;
import dev.perigee.satellite.time.Alarm;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running satellite: the composition root, wired in the order in which a command flows. `close` takes no more
/// work, lets what runs come to its result, reports, and is done within `link.drain-max` and a little.
public final class SatelliteApp implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SatelliteApp.class);
    private static final long REPORT_OUTPUT_MAX_BYTES = 1024 * 1024;
    private static final int REPORT_RESULTS_MAX = 256;
    private static final Duration END_MAX = Duration.ofSeconds(1);
    /// What a kill may take.
    private static final Duration KILL_MAX = Duration.ofMillis(250);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Duration drainMax;
    private final @Nullable Gateway gateway;
    private final Executions executions;
    private final Receiver receiver;
    private final Reporter reporter;
    private final Thread describing;
    private final Thread receiving;
    private final Thread reporting;

    private SatelliteApp(SatelliteConfig config, String version)
            throws IOException, LinkException, InterruptedException {
        try {
            SecureRandom random = new SecureRandom();
            HashedWheelTimer timer = new HashedWheelTimer(
                    Thread.ofPlatform().name("deadlines").daemon().factory());
            open.push(timer::stop);
            // Its first use would start it, and swallow an interruption meanwhile.
            timer.start();
            DataDirectory data = hold(DataDirectory.hold(config.data()));
            ControlPlaneClient client = hold(new ControlPlaneClient(config.server(), timer, config.network()));
            SatelliteProfile profile = profile(config, version);
            ServerTrust trust = ServerTrust.open(data.file("server-keys.json"));
            SatelliteKey key = key(config, new Registrar(client, trust, data.file("key")), profile);
            describing = Thread.ofVirtual()
                    .name("describing")
                    .unstarted(new ProfileSender(client, key, profile, backoff(config, random)));
            LongPollLink link = new LongPollLink(client, key, trust);

            Ledger ledger = hold(Ledger.open(new DiskJournalFile(data.file("journal"))));
            Outbox outbox = new Outbox(ledger, new Outbox.Limits(REPORT_OUTPUT_MAX_BYTES, REPORT_RESULTS_MAX));
            LiveFeed live = new LiveFeed(
                    LiveFeed.Limits.of(config.exec().liveMax()),
                    alarm(timer),
                    new LiveFeed.Time(Clock.tickMillis(ZoneOffset.UTC), System::nanoTime),
                    outbox::wake);
            Inbox inbox = new Inbox(config.id(), ledger, outbox);

            ProcessTrees trees = hold(ProcessTrees.open(instance(config.data()), trees(config), System::nanoTime));
            sweep(trees);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            drainMax = config.link().drainMax();
            gateway = gateway(config, data, trees, threads, timer, random);
            ExecHandler exec = new ExecHandler(
                    trees,
                    new ExecPolicy(config.exec().allow()),
                    config.exec().outputMax(),
                    ProgressFiles.open(data.file("progress"), alarm(timer), threads));
            CommandRouter router = new CommandRouter(exec, new McpHandler(gateway, threads, System::nanoTime));
            executions = new Executions(router, outbox, live, threads, config.maxConcurrent());

            reporter = new Reporter(link, outbox, live, backoff(config, random), alarm(timer));
            reporting = Thread.ofVirtual().name("reporter").unstarted(reporter);
            receiver = new Receiver(
                    new Receiver.Intake(inbox, executions, reporter),
                    link,
                    backoff(config, random),
                    random,
                    config.link().pollWait());
            List<Delivery> again = recover(inbox);
            receiving = Thread.ofVirtual().name("receiver").unstarted(() -> {
                again.forEach(executions::startWhenFree);
                receiver.run();
            });
        } catch (IOException | LinkException | InterruptedException | RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    /// Registers where needed, recovers what an earlier life left, and begins to ask for work. Throws when the
    /// directory is in use, the registration is refused, or the control plane cannot be reached for it.
    public static SatelliteApp start(SatelliteConfig config, String version)
            throws IOException, LinkException, InterruptedException {
        SatelliteApp app = new SatelliteApp(config, version);
        app.reporting.start();
        app.receiving.start();
        app.describing.start();
        log.atInfo()
                .addKeyValue("satellite", config.id())
                .addKeyValue("server", config.server())
                .log("asking for work");
        return app;
    }

    /// Waits until the control plane has let the satellite in, at most `max`; whether it has.
    public boolean awaitConnected(Duration max) throws InterruptedException {
        return receiver.awaitConnected(max);
    }

    /// Where AI clients come in, if the satellite has a gateway.
    public Optional<URI> door() {
        return Optional.ofNullable(gateway).map(Gateway::door);
    }

    @Override
    public void close() {
        Thread ending = Thread.ofVirtual().name("gateway-ending").start(this::closeGateway);
        try {
            describing.interrupt();
            receiving.interrupt();
            receiving.join(END_MAX);
            executions.drain(drainMax.minus(drainMax.dividedBy(4)), END_MAX);
            reporter.finish();
            if (!reporting.join(drainMax.dividedBy(4))) {
                log.warn("results are left unreported; they are reported after the next start");
                reporting.interrupt();
            }
            if (!ending.join(drainMax.plus(KILL_MAX))) {
                log.warn("MCP servers take too long to end");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            closeAll();
        }
    }

    private @Nullable Gateway gateway(
            SatelliteConfig config,
            DataDirectory data,
            ProcessTrees trees,
            ExecutorService threads,
            Timer timer,
            SecureRandom random)
            throws IOException {
        if (config.mcp() == null) {
            return null;
        }
        Gateway.Means means = new Gateway.Means(
                trees,
                threads,
                Clock.tickMillis(ZoneOffset.UTC),
                random,
                gatewayAlarm(timer),
                data.file("mcp-servers.json"),
                config.link().drainMax());
        return hold(Gateway.open(config.mcp(), means));
    }

    /// Before anything is started: what is started later may bear the names of what an earlier life left.
    private static void sweep(ProcessTrees trees) {
        int killed = trees.sweep();
        if (killed > 0) {
            log.atWarn().addKeyValue("processesKilled", killed).log("ended what an earlier life had left running");
        }
    }

    private static List<Delivery> recover(Inbox inbox) {
        List<Delivery> again = inbox.recover();
        if (!again.isEmpty()) {
            log.atWarn().addKeyValue("commandsRunAgain", again.size()).log("recovered from a crash");
        }
        return again;
    }

    private static SatelliteKey key(SatelliteConfig config, Registrar registrar, SatelliteProfile profile)
            throws IOException, LinkException, InterruptedException {
        Optional<SatelliteKey> onFile = registrar.onFile();
        if (onFile.isPresent()) {
            if (!onFile.get().satellite().equals(config.id())) {
                throw new BadValue(
                        "id",
                        config.id(),
                        "\"" + onFile.get().satellite() + "\", as which the satellite in " + config.data()
                                + " is registered");
            }
            return onFile.get();
        }
        if (config.registrationToken() == null) {
            throw new BadValue(
                    "registration-token is missing: expected one from `perigee token create`, because satellite \""
                            + config.id() + "\" has no key in " + config.data() + " yet");
        }
        SatelliteKey key = registrar.register(config.id(), config.registrationToken(), profile);
        log.atInfo().addKeyValue("satellite", config.id()).log("registered");
        return key;
    }

    private static SatelliteProfile profile(SatelliteConfig config, String version) {
        return new SatelliteProfile(
                version,
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                config.membership().group(),
                config.membership().labels(),
                config.maxConcurrent());
    }

    private static TreeSettings trees(SatelliteConfig config) {
        return new TreeSettings(
                TreeSettings.GRACE,
                TreeSettings.KILL_PATIENCE,
                Math.max(TreeSettings.TREES_MAX, config.maxConcurrent() + Gateway.SERVERS_RUNNING_MAX));
    }

    /// Names this satellite among others on the machine, the same in all its lives.
    private static String instance(Path data) {
        return Digest.of(data.toAbsolutePath().normalize().toString()).hex().substring(0, 16);
    }

    private static Alarm alarm(Timer timer) {
        return (delay, action) -> timer.newTimeout(_ -> action.run(), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static dev.perigee.gateway.upstream.Alarm gatewayAlarm(Timer timer) {
        return (delay, action) -> {
            Timeout timeout = timer.newTimeout(_ -> action.run(), delay.toMillis(), TimeUnit.MILLISECONDS);
            return timeout::cancel;
        };
    }

    private static Backoff backoff(SatelliteConfig config, SecureRandom random) {
        return new Backoff(config.link().backoffMin(), config.link().backoffMax(), random);
    }

    private void closeGateway() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private <T extends AutoCloseable> T hold(T resource) {
        open.push(resource);
        return resource;
    }

    private void closeAll() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                log.atWarn().setCause(e).log("closing failed");
            }
        }
    }
}
