package dev.perigee.satellite.event;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.event.Event;
import dev.perigee.protocol.event.EventData;
import dev.perigee.protocol.event.EventId;
import dev.perigee.protocol.event.FleetEvent;
import dev.perigee.protocol.json.Json;
import dev.perigee.satellite.ledger.JournalFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the satellite says what happens. `emit` waits for no network and no fsync: the event has then survived the
/// process, and survives the machine once its batch is about to leave. At least once it comes to the control plane,
/// unless 10,000 newer ones came first or it is refused there. Thread-safe: its monitor guards the queue, and `disk` is
/// held, outside of that, by whoever waits for the disk.
public final class EventBus implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventBus.class);
    private static final int BATCH_BYTES_MAX = 2 * 1024 * 1024;

    private final SatelliteId satellite;
    private final EventQueue queue;
    private final EventSettings settings;
    private final Means means;
    private final ReentrantLock disk = new ReentrantLock();
    private @Nullable Instant droppingSince;
    private boolean failing;
    private Runnable wake = () -> {};

    /// Time, chance, and the threads on which the file is made anew.
    public record Means(InstantSource clock, RandomGenerator random, Executor threads) {}

    private EventBus(SatelliteId satellite, EventQueue queue, EventSettings settings, Means means) {
        this.satellite = satellite;
        this.queue = queue;
        this.settings = settings;
        this.means = means;
    }

    /// With what an earlier life left in `file`.
    public static EventBus open(SatelliteId satellite, JournalFile file, EventSettings settings, Means means)
            throws IOException {
        return new EventBus(satellite, EventQueue.open(file, settings.queueMax()), settings, means);
    }

    /// Keeps what happened `at` to `subject`; false when it cannot, which is counted as dropped.
    public synchronized boolean emit(Instant at, @Nullable String subject, EventData data) {
        long before = queue.dropped();
        boolean kept = true;
        // An interrupted thread that writes would close the file for everybody.
        boolean interrupted = Thread.interrupted();
        try {
            queue.put(json(at, subject, data));
            failing = false;
        } catch (IOException | RuntimeException e) {
            kept = false;
            queue.lose();
            noteFailure(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (queue.dropped() > before && droppingSince == null) {
            droppingSince = means.clock().instant();
            log.warn("events are dropped: there is no room for more, or they cannot be kept");
        }
        if (queue.size() == 1 || queue.size() == settings.batchMax()) {
            wake.run();
        }
        compactInTime();
        return kept;
    }

    /// Calls `action`, which must not block, when a batch has begun or is full.
    synchronized void onBatch(Runnable action) {
        wake = action;
    }

    synchronized int waiting() {
        return queue.size();
    }

    /// The next batch, at most `max`, which survives the machine when this returns, if anything here still does. One
    /// caller at a time.
    List<EventFrame.Put> batch(int max) {
        List<EventFrame.Put> batch;
        synchronized (this) {
            batch = queue.oldest(max, BATCH_BYTES_MAX);
        }
        if (!batch.isEmpty()) {
            force();
        }
        return batch;
    }

    /// `batch` has left for good. What was dropped before is said as soon as there is room to.
    synchronized void settle(List<EventFrame.Put> batch) {
        queue.settle(batch.getLast().number());
        if (queue.dropped() > 0) {
            try {
                queue.report(
                        json(means.clock().instant(), null, new FleetEvent.Dropped(queue.dropped(), droppingSince)));
                droppingSince = null;
            } catch (IOException e) {
                noteFailure(e);
            }
        }
        compactInTime();
    }

    @Override
    public void close() throws IOException {
        disk.lock();
        try {
            synchronized (this) {
                queue.close();
            }
        } finally {
            disk.unlock();
        }
    }

    private void force() {
        disk.lock();
        try {
            queue.force();
        } catch (IOException e) {
            synchronized (this) {
                noteFailure(e);
            }
        } finally {
            disk.unlock();
        }
    }

    private void compactInTime() {
        if (queue.wantsCompaction()) {
            EventQueue.Compaction compaction = queue.beginCompaction();
            try {
                means.threads().execute(() -> compact(compaction));
            } catch (RejectedExecutionException _) {
                compact(compaction);
            }
        }
    }

    private void compact(EventQueue.Compaction compaction) {
        disk.lock();
        try {
            try {
                compaction.write();
            } finally {
                synchronized (this) {
                    compaction.end();
                }
            }
            compaction.settle();
        } catch (IOException e) {
            log.atWarn().setCause(e).log("the file of events cannot be made smaller now");
        } finally {
            disk.unlock();
        }
    }

    private byte[] json(Instant at, @Nullable String subject, EventData data) {
        EventId id = EventId.create(means.clock().instant().toEpochMilli(), means.random());
        return Json.WIRE
                .text(Event.of(id, Event.source(satellite), at, subject, data))
                .getBytes(StandardCharsets.UTF_8);
    }

    private void noteFailure(Exception e) {
        if (!failing) {
            failing = true;
            log.atError()
                    .setCause(e)
                    .log(
                            queue.broken()
                                    ? "events are kept in memory alone until the next start"
                                    : "an event cannot be kept, and is lost");
        }
    }
}
