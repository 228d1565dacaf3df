package dev.perigee.testkit.store;

import dev.perigee.control.fleet.KeptVitals;
import dev.perigee.control.fleet.LivenessStore;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.LivenessChange;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The reference: liveness in memory, of the satellites of one fleet store. An instance is the durable state that
/// outlives a control plane. Thread-safe: its monitor guards everything.
public final class InMemoryLivenessStore implements LivenessStore {
    private final InMemoryFleetStore fleet;
    private final Map<SatelliteId, List<LivenessChange>> changes = new TreeMap<>();
    private final Map<SatelliteId, KeptVitals> vitals = new TreeMap<>();

    public InMemoryLivenessStore(InMemoryFleetStore fleet) {
        this.fleet = fleet;
    }

    @Override
    public synchronized Map<SatelliteId, List<LivenessChange>> changes() {
        return Map.copyOf(changes);
    }

    @Override
    public synchronized void keepChanges(Map<SatelliteId, List<LivenessChange>> kept) {
        kept.forEach((id, list) -> {
            if (fleet.find(id).isPresent()) {
                changes.put(id, List.copyOf(list));
            }
        });
    }

    @Override
    public synchronized Optional<KeptVitals> vitals(SatelliteId id) {
        return Optional.ofNullable(vitals.get(id));
    }

    @Override
    public synchronized void keepVitals(Collection<KeptVitals> kept) {
        kept.stream()
                .filter(one -> fleet.find(one.satellite()).isPresent())
                .forEach(one -> vitals.put(one.satellite(), one));
    }

    @Override
    public synchronized void remove(SatelliteId id) {
        changes.remove(id);
        vitals.remove(id);
        fleet.remove(id);
    }
}
