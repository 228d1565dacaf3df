package dev.perigee.satellite;

import dev.perigee.protocol.delivery.Receipt;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.satellite.link.Backoff;
import dev.perigee.satellite.link.Link;
import dev.perigee.satellite.link.LinkException;
import dev.perigee.satellite.live.LiveFeed;
import dev.perigee.satellite.outbox.Outbox;
import dev.perigee.satellite.time.Alarm;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reports what the outbox has and what is live, one report at a time; what becomes due meanwhile goes together in the
/// next. Runs on one thread, until it is told to finish and the outbox is empty, or it is interrupted.
final class Reporter implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Reporter.class);

    static final Duration ACKNOWLEDGE_AFTER = Duration.ofMillis(50);

    private final Link link;
    private final Outbox outbox;
    private final LiveFeed live;
    private final Backoff backoff;
    private final Alarm alarm;
    private final AtomicBoolean expecting = new AtomicBoolean();
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean finishing;

    Reporter(Link link, Outbox outbox, LiveFeed live, Backoff backoff, Alarm alarm) {
        this.live = live;
        this.alarm = alarm;
        this.link = link;
        this.outbox = outbox;
        this.backoff = backoff;
    }

    /// Sees to it that acknowledgements are reported though no result comes; does nothing when that is arranged
    /// already.
    void expectAcknowledgements() {
        if (expecting.compareAndSet(false, true)) {
            alarm.after(ACKNOWLEDGE_AFTER, () -> {
                expecting.set(false);
                outbox.wake();
            });
        }
    }

    /// From now on ends as soon as nothing waits to be reported.
    void finish() {
        finishing = true;
        outbox.wake();
    }

    @Override
    public void run() {
        try {
            while (!finishing || !outbox.isEmpty()) {
                outbox.await();
                Report report = live.joinTo(outbox.due().orElse(Report.NOTHING));
                if (!report.isEmpty()) {
                    report(report);
                }
            }
        } catch (InterruptedException _) {
            log.debug("reporting stopped");
        }
    }

    private void report(Report report) throws InterruptedException {
        try {
            Receipt receipt = link.report(report);
            receipt.unknown()
                    .forEach(id -> log.atWarn().addKeyValue("command", id).log("unknown to the control plane"));
            receipt.late()
                    .forEach(id ->
                            log.atWarn().addKeyValue("command", id).log("result came too late; the command had ended"));
            outbox.delivered(report);
            live.delivered(report);
            backoff.reset();
        } catch (LinkException e) {
            log.atWarn()
                    .addKeyValue("results", report.ended().size())
                    .addKeyValue("error", e.getMessage())
                    .log("cannot report; trying again");
            var _ = never.await(backoff.next(e.retryAfter()).toMillis(), TimeUnit.MILLISECONDS);
            outbox.wake();
        }
    }
}
