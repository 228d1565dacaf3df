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
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the satellite says what happens. `emit` waits for no network and no fsync: the event has then survived the
/// process, and survives the machine once its batch is about to leave. At least once it comes to the control plane,
/// unless 10,000 newer ones came first or it is refused there. Thread-safe: its monitor guards everything.
public final class EventBus implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventBus.class);
    private static final int BATCH_BYTES_MAX = 2 * 1024 * 1024;

    private final SatelliteId satellite;
    private final EventQueue queue;
    private final EventSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private @Nullable Instant droppingSince;
    private boolean failing;
    private Runnable wake = () -> {};

    private EventBus(
            SatelliteId satellite,
            EventQueue queue,
            EventSettings settings,
            InstantSource clock,
            RandomGenerator random) {
        this.satellite = satellite;
        this.queue = queue;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    /// With what an earlier life left in `file`.
    public static EventBus open(
            SatelliteId satellite,
            JournalFile file,
            EventSettings settings,
            InstantSource clock,
            RandomGenerator random)
            throws IOException {
        return new EventBus(satellite, EventQueue.open(file, settings.queueMax()), settings, clock, random);
    }

    /// Keeps what happened `at` to `subject`; false when there is no room on the disk.
    public synchronized boolean emit(Instant at, @Nullable String subject, EventData data) {
        long before = queue.dropped();
        try {
            queue.put(json(at, subject, data));
        } catch (IOException | RuntimeException e) {
            noteFailure(e);
            return false;
        }
        failing = false;
        if (queue.dropped() > before && droppingSince == null) {
            droppingSince = clock.instant();
            log.warn("events are dropped: the control plane takes none, and there is no room for more");
        }
        if (queue.size() == 1 || queue.size() == settings.batchMax()) {
            wake.run();
        }
        return true;
    }

    /// Calls `action`, which must not block, when a batch has begun or is full.
    synchronized void onBatch(Runnable action) {
        wake = action;
    }

    synchronized int waiting() {
        return queue.size();
    }

    /// The next batch, at most `max`, which survives the machine when this returns. One caller at a time.
    List<EventQueue.Entry> batch(int max) throws IOException {
        List<EventQueue.Entry> batch;
        synchronized (this) {
            batch = queue.oldest(max, BATCH_BYTES_MAX);
        }
        if (!batch.isEmpty()) {
            queue.force();
        }
        return batch;
    }

    /// `batch` has left for good. What was dropped before is said as soon as there is room to.
    synchronized void settle(List<EventQueue.Entry> batch) {
        try {
            queue.settle(batch.getLast().number());
            if (queue.dropped() > 0) {
                Instant since = droppingSince;
                queue.report(json(clock.instant(), null, new FleetEvent.Dropped(queue.dropped(), since)));
                droppingSince = null;
            }
        } catch (IOException e) {
            noteFailure(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        queue.close();
    }

    private byte[] json(Instant at, @Nullable String subject, EventData data) {
        EventId id = EventId.create(clock.instant().toEpochMilli(), random);
        return Json.WIRE
                .text(Event.of(id, Event.source(satellite), at, subject, data))
                .getBytes(StandardCharsets.UTF_8);
    }

    private void noteFailure(Exception e) {
        if (!failing) {
            failing = true;
            log.atError().setCause(e).log("events cannot be kept, and are lost until they can");
        }
    }
}
