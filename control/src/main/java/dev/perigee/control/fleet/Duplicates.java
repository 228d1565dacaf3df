package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.DuplicateView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Which satellites are several processes at a time: noticed, told once each time it begins, and counted. In memory,
/// for registered satellites only. Thread-safe.
public final class Duplicates {
    private final Duration window;
    private final InstantSource clock;
    private final FleetEvents events;
    private final Map<SatelliteId, Instances> satellites = new ConcurrentHashMap<>();
    private final AtomicLong begun = new AtomicLong();

    Duplicates(Duration window, InstantSource clock, FleetEvents events) {
        this.window = window;
        this.clock = clock;
        this.events = events;
    }

    /// The process of that name just spoke as the satellite.
    void heard(SatelliteId id, String instance) {
        Instant now = clock.instant();
        boolean[] began = new boolean[1];
        Instances after = satellites.compute(id, (_, there) -> {
            Instances before = (there == null ? Instances.NONE : there).passed(now, window);
            Instances next = before.heard(instance, now, window);
            began[0] = next.duplicate() && !before.duplicate();
            return next;
        });
        if (began[0]) {
            begun.incrementAndGet();
            events.duplicated(new FleetEvents.Duplicated(id, now, after.lately().size()));
        }
    }

    /// How often a satellite turned out to be several processes.
    public long begun() {
        return begun.get();
    }

    Optional<DuplicateView> of(SatelliteId id) {
        Instances now = satellites.getOrDefault(id, Instances.NONE).passed(clock.instant(), window);
        Instant since = now.since();
        return since == null
                ? Optional.empty()
                : Optional.of(new DuplicateView(since, now.lately().size()));
    }

    void forget(SatelliteId id) {
        satellites.remove(id);
    }
}
