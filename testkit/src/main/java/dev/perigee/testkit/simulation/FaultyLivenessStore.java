package dev.perigee.testkit.simulation;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.fleet.KeptVitals;
import dev.perigee.control.fleet.LivenessStore;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.LivenessChange;
import dev.perigee.testkit.store.InMemoryFleetStore;
import dev.perigee.testkit.store.InMemoryLivenessStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps how satellites stand in memory, over the lives of a control plane, and now and then refuses to write.
final class FaultyLivenessStore implements LivenessStore {
    private static final double REFUSED = 0.05;

    private final InMemoryLivenessStore kept;
    private final Chance chance;
    private final boolean forgetful;

    FaultyLivenessStore(InMemoryFleetStore fleet, Chance chance, boolean forgetful) {
        this.kept = new InMemoryLivenessStore(fleet);
        this.chance = chance;
        this.forgetful = forgetful;
    }

    /// Whether `duty` was done.
    boolean attempt(Runnable duty) {
        try {
            duty.run();
            return true;
        } catch (StoreUnavailable _) {
            return false;
        }
    }

    @Override
    public Map<SatelliteId, List<LivenessChange>> changes() {
        return kept.changes();
    }

    @Override
    public void keepChanges(Map<SatelliteId, List<LivenessChange>> changes) {
        write();
        if (!forgetful) {
            kept.keepChanges(changes);
        }
    }

    @Override
    public Optional<KeptVitals> vitals(SatelliteId id) {
        return kept.vitals(id);
    }

    @Override
    public void keepVitals(Collection<KeptVitals> vitals) {
        write();
        kept.keepVitals(vitals);
    }

    @Override
    public void remove(SatelliteId id) {
        write();
        kept.remove(id);
    }

    private void write() {
        if (chance.of(REFUSED)) {
            throw new StoreUnavailable("the disk is full");
        }
    }
}
