package dev.perigee.satellite;

import dev.perigee.gateway.Gateway;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.HeartbeatReceipt;
import dev.perigee.satellite.config.ConfigFile;
import dev.perigee.satellite.config.ConfigKeeper;
import dev.perigee.satellite.config.LiveSettings;
import dev.perigee.satellite.config.LogLevels;
import dev.perigee.satellite.config.SatelliteTarget;
import dev.perigee.satellite.execution.Executions;
import dev.perigee.satellite.heartbeat.Heart;
import dev.perigee.satellite.heartbeat.HostMeasuring;
import dev.perigee.satellite.inbox.Inbox;
import dev.perigee.satellite.ledger.DiskJournalFile;
import dev.perigee.satellite.ledger.Ledger;
import dev.perigee.satellite.link.Backoff;
import dev.perigee.satellite.link.ConfigClient;
import dev.perigee.satellite.link.ConfigHints;
import dev.perigee.satellite.link.HeartbeatLink;
import dev.perigee.satellite.link.KeyClient;
import dev.perigee.satellite.link.KeyHints;
import dev.perigee.satellite.link.KeyRotation;
import dev.perigee.satellite.link.LinkException;
import dev.perigee.satellite.link.LongPollLink;
import dev.perigee.satellite.link.ProfileSender;
import dev.perigee.satellite.link.WaitHints;
import dev.perigee.satellite.live.LiveFeed;
import dev.perigee.satellite.outbox.Outbox;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    private final Means means;
    private final Machinery machinery;
    private final Executions executions;
    private final Receiver receiver;
    private final Reporter reporter;
    private final EventFlow events;
    /// What ends when it is interrupted.
    private final List<Thread> loops;
    private final Thread receiving;
    private final Thread reporting;

    private SatelliteApp(Means means) throws IOException, LinkException, InterruptedException {
        this.means = means;
        SatelliteConfig config = means.config();
        Enrolment enrolment = Enrolment.open(means);
        ConfigHints hints = new ConfigHints();
        KeyHints keyHints = new KeyHints();
        WaitHints waits = enrolment.waits();
        LongPollLink link = new LongPollLink(
                enrolment.client(), enrolment.keys(), enrolment.trust(), new LongPollLink.Hints(hints, keyHints));
        events = EventFlow.open(means, enrolment);

        Ledger ledger = means.hold(Ledger.open(new DiskJournalFile(means.file("journal"))));
        Outbox outbox = new Outbox(ledger, new Outbox.Limits(REPORT_OUTPUT_MAX_BYTES, REPORT_RESULTS_MAX));
        LiveFeed live = new LiveFeed(
                LiveFeed.Limits.of(config.exec().liveMax()),
                means.alarm(),
                new LiveFeed.Time(means.clock(), means.nanoClock()),
                outbox::wake);
        Inbox inbox = new Inbox(config.id(), ledger, outbox);

        LiveSettings settings = new LiveSettings();
        machinery = Machinery.open(means, settings, events.servers());
        executions = new Executions(machinery.router(), outbox, live, means.threads(), config.maxConcurrent());

        reporter = new Reporter(link, outbox, live, means.backoff(), means.alarm());
        reporting = Thread.ofVirtual().name("reporter").unstarted(reporter);
        receiver = new Receiver(
                new Receiver.Intake(inbox, executions, reporter),
                link,
                new Backoff(
                        config.link().backoffMin(),
                        () -> settings.errorBackoffMax(config.link().backoffMax()),
                        means.random()),
                means.random(),
                new Pacing(
                        () -> settings.pollWait(waits.within(config.link().pollWait())),
                        () -> settings.immediate(Pacing.UNHELD_PAUSE),
                        means.nanoClock()));
        List<Delivery> again = recover(inbox);
        receiving = Thread.ofVirtual().name("receiver").unstarted(() -> {
            again.forEach(executions::startWhenFree);
            receiver.run();
        });
        loops = List.of(
                configuring(
                        means,
                        enrolment,
                        hints,
                        new SatelliteTarget(
                                machinery.gateway(), settings, means.logLevels(), means.threads(), means.nanoClock())),
                describing(means, enrolment),
                beating(means, enrolment, keyHints, waits),
                rotating(means, enrolment, keyHints),
                receiving);
    }

    /// Registers where needed, recovers what an earlier life left, and begins to ask for work. Throws when the
    /// directory is in use, the registration is refused, or the control plane cannot be reached for it.
    public static SatelliteApp start(SatelliteConfig config, String version)
            throws IOException, LinkException, InterruptedException {
        return start(config, version, LogLevels.FIXED);
    }

    /// The same for one whose log a configuration may set.
    public static SatelliteApp start(SatelliteConfig config, String version, LogLevels logLevels)
            throws IOException, LinkException, InterruptedException {
        Means means = new Means(config, version, logLevels);
        SatelliteApp app;
        try {
            app = new SatelliteApp(means);
        } catch (IOException | LinkException | InterruptedException | RuntimeException e) {
            means.close();
            throw e;
        }
        app.reporting.start();
        app.loops.forEach(Thread::start);
        app.events.sending().start();
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
        return Optional.ofNullable(machinery.gateway()).map(Gateway::door);
    }

    @Override
    public void close() {
        Duration drainMax = means.config().link().drainMax();
        Thread ending = Thread.ofVirtual().name("gateway-ending").start(machinery::closeGateway);
        try {
            loops.forEach(Thread::interrupt);
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
            events.finish(drainMax.dividedBy(4));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            means.close();
        }
    }

    private static Thread describing(Means means, Enrolment enrolment) {
        return Thread.ofVirtual()
                .name("describing")
                .unstarted(
                        new ProfileSender(enrolment.client(), enrolment.keys(), enrolment.profile(), means.backoff()));
    }

    /// Has the last good configuration again when this returns.
    private Thread configuring(Means means, Enrolment enrolment, ConfigHints hints, SatelliteTarget target)
            throws IOException, InterruptedException {
        ConfigKeeper keeper = new ConfigKeeper(
                new ConfigClient(enrolment.client(), enrolment.keys(), enrolment.trust())
                        .beginningWith(enrolment.firstConfig()),
                hints,
                new ConfigFile(means.file(ConfigFile.NAME)),
                target,
                means.backoff(),
                new ConfigKeeper.News(
                        what -> events.bus().emit(means.clock().instant(), null, what), means.nanoClock()));
        keeper.begin();
        machinery.mcp().refreshWith(keeper);
        return Thread.ofVirtual().name("configuring").unstarted(keeper);
    }

    private static Thread rotating(Means means, Enrolment enrolment, KeyHints hints) {
        return Thread.ofVirtual()
                .name("keys")
                .unstarted(new KeyRotation(
                        new KeyClient(enrolment.client()),
                        enrolment.keys(),
                        hints,
                        new KeyRotation.Age(means.config().link().keyRotateEvery(), means.clock()),
                        means.backoff()));
    }

    private Thread beating(Means means, Enrolment enrolment, KeyHints keys, WaitHints waits) {
        URI publicUrl = means.config().publicUrl();
        Heart.Body body = new Heart.Body(
                () -> new HostMeasuring(means.config().data(), means.nanoClock()),
                new Workload(executions, machinery.trees(), machinery.gateway()),
                () -> executions.failures() + machinery.crashes().count(),
                means.version(),
                publicUrl == null ? "" : publicUrl.toString());
        HeartbeatLink link = new HeartbeatLink(enrolment.client(), enrolment.keys());
        return Thread.ofVirtual()
                .name("heart")
                .unstarted(new Heart(
                        body,
                        new Pulseway(receiver, link, keys, waits),
                        means.random(),
                        enrolment.heartbeatInterval(Heart.INTERVAL_DEFAULT)));
    }

    private record Pulseway(Receiver receiver, HeartbeatLink link, KeyHints keys, WaitHints waits)
            implements Heart.Channel {
        @Override
        public boolean awaitConnected(Duration max) throws InterruptedException {
            return receiver.awaitConnected(max);
        }

        @Override
        public HeartbeatReceipt send(Heartbeat heartbeat) throws LinkException, InterruptedException {
            HeartbeatReceipt receipt = link.send(heartbeat);
            keys.hear(receipt.rotateKey());
            waits.hear(receipt.pollWait());
            return receipt;
        }
    }

    private static List<Delivery> recover(Inbox inbox) {
        List<Delivery> again = inbox.recover();
        if (!again.isEmpty()) {
            log.atWarn().addKeyValue("commandsRunAgain", again.size()).log("recovered from a crash");
        }
        return again;
    }
}
