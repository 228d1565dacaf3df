package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.SeriesView;
import dev.perigee.protocol.heartbeat.Heartbeat;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What satellites tell with their heartbeats: the newest of each, and the last 24 hours. In memory, some KiB for each
/// registered satellite that was heard, and written down a part at a time, so that a crash loses minutes. Thread-safe.
public final class Vitals {
    private static final int PART_MIN = 200;
    private static final int PARTS = 20;

    private final LivenessStore store;
    private final InstantSource clock;
    private final Map<SatelliteId, Pulse> pulses = new ConcurrentHashMap<>();
    /// In the order in which they came to be unkept; its monitor guards it.
    private final Set<SatelliteId> unkept = new LinkedHashSet<>();

    public Vitals(LivenessStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// Takes a heartbeat in. `publicUrl` is where the satellite can be reached, null for where it was before.
    public void beat(SatelliteId id, Heartbeat heartbeat, @Nullable String publicUrl) {
        pulse(id).beat(clock.instant(), heartbeat, publicUrl);
        synchronized (unkept) {
            unkept.add(id);
        }
    }

    /// What a satellite measured in the last `span`, at most 24 hours.
    public SeriesView series(SatelliteId id, Duration span) {
        return pulse(id).series().view(clock.instant(), span);
    }

    /// Writes down a twentieth of those that were heard since, those first that wait longest.
    public void keepSome() {
        keep(Math.max(PART_MIN, Math.ceilDiv(pulses.size(), PARTS)));
    }

    /// Writes down all that is not yet.
    public void keepAll() {
        int kept;
        do {
            kept = keep(PART_MIN);
        } while (kept > 0);
    }

    Optional<Pulse.Beat> newest(SatelliteId id) {
        return pulse(id).newest();
    }

    void forget(SatelliteId id) {
        pulses.remove(id);
        synchronized (unkept) {
            unkept.remove(id);
        }
    }

    private Pulse pulse(SatelliteId id) {
        Pulse known = pulses.get(id);
        if (known != null) {
            return known;
        }
        Pulse read = new Pulse(id, store.vitals(id));
        Pulse there = pulses.putIfAbsent(id, read);
        return there == null ? read : there;
    }

    private int keep(int max) {
        List<SatelliteId> part = new ArrayList<>();
        synchronized (unkept) {
            unkept.stream().limit(max).forEach(part::add);
            part.forEach(unkept::remove);
        }
        List<KeptVitals> vitals = part.stream()
                .map(pulses::get)
                .flatMap(pulse -> Optional.ofNullable(pulse).flatMap(Pulse::kept).stream())
                .toList();
        try {
            store.keepVitals(vitals);
        } catch (RuntimeException e) {
            synchronized (unkept) {
                unkept.addAll(part);
            }
            throw e;
        }
        return part.size();
    }
}
