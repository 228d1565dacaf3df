package dev.perigee.satellite.event;

import dev.perigee.satellite.link.Backoff;
import dev.perigee.satellite.link.EventLink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what waits in the bus, a batch at a time, until it is told to finish: then it sends the rest at once and ends
/// at the first batch that is not taken. What a refused batch is refused for is found by sending less.
public final class EventSender implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(EventSender.class);

    private final EventBus bus;
    private final EventLink link;
    private final EventSettings settings;
    private final Backoff backoff;
    private final Pace pace = new Pace();
    private final Semaphore news = new Semaphore(0);
    private final AtomicBoolean finishing = new AtomicBoolean();
    private int next;

    public EventSender(EventBus bus, EventLink link, EventSettings settings, Backoff backoff) {
        this.bus = bus;
        this.link = link;
        this.settings = settings;
        this.backoff = backoff;
        this.next = settings.batchMax();
        bus.onBatch(news::release);
    }

    @Override
    public void run() {
        try {
            while (!finishing.get() || bus.waiting() > 0) {
                awaitBatch();
                Duration pause = sendOne();
                if (!pause.isZero() && finishing.get()) {
                    return;
                }
                rest(pause);
            }
        } catch (InterruptedException _) {
            log.debug("sending of events stopped");
        }
    }

    /// From now on nothing waits for company. Any thread.
    public void finish() {
        finishing.set(true);
        news.release();
    }

    /// Until there is a full batch, or one has begun and waited long enough.
    private void awaitBatch() throws InterruptedException {
        while (bus.waiting() == 0 && !finishing.get()) {
            news.acquire();
        }
        news.drainPermits();
        if (bus.waiting() < settings.batchMax() && !finishing.get()) {
            boolean _ = news.tryAcquire(settings.batchWait().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// Sends one batch; returns how long to pause.
    Duration sendOne() throws InterruptedException {
        List<EventFrame.Put> batch = bus.batch(next);
        if (batch.isEmpty()) {
            return Duration.ZERO;
        }
        return switch (link.send(batch.stream().map(EventFrame.Put::json).toList())) {
            case EventLink.Answer.Taken(int refused) -> {
                if (refused > 0) {
                    log.atWarn().addKeyValue("events", refused).log("the control plane does not take some events");
                }
                settled(batch);
                yield Duration.ZERO;
            }
            case EventLink.Answer.Refused(String why) -> {
                if (batch.size() == 1) {
                    log.atWarn().addKeyValue("why", why).log("an event is dropped");
                    settled(batch);
                } else {
                    next = batch.size() / 2;
                }
                yield Duration.ZERO;
            }
            case EventLink.Answer.Slower(Duration atLeast) -> {
                Duration own = pace.slower();
                yield own.compareTo(atLeast) < 0 ? atLeast : own;
            }
            case EventLink.Answer.Later(String why) -> {
                log.atDebug().addKeyValue("why", why).log("events not taken; trying again");
                yield backoff.next();
            }
        };
    }

    private void settled(List<EventFrame.Put> batch) {
        bus.settle(batch);
        backoff.reset();
        pace.taken();
        next = Math.min(settings.batchMax(), next * 2);
    }

    private void rest(Duration pause) throws InterruptedException {
        long millis = pause.toMillis();
        while (millis > 0 && !finishing.get()) {
            // A batch that fills meanwhile does not end the pause.
            long slice = Math.min(millis, 200);
            boolean _ = news.tryAcquire(Integer.MAX_VALUE, slice, TimeUnit.MILLISECONDS);
            millis -= slice;
        }
    }
}
