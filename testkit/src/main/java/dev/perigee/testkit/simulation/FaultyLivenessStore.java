package dev.perigee.testkit.simulation;

import dev.perigee.control.fleet.KeptVitals;
import dev.perigee.control.fleet.LivenessStore;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.LivenessChange;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How satellites stand, with the faults of `StoreCalls` and with what is wrong on purpose.
record FaultyLivenessStore(World world, StoreCalls calls) implements LivenessStore {
    @Override
    public Map<SatelliteId, List<LivenessChange>> changes() {
        return calls.read(() -> disk().changes());
    }

    @Override
    public void keepChanges(Map<SatelliteId, List<LivenessChange>> changes) {
        LivenessBook book = world.books().liveness();
        boolean _ = calls.write(new StoreCalls.Write<>(
                () -> {
                    if (!world.has(Defect.LIVENESS_IS_NOT_KEPT)) {
                        disk().keepChanges(changes);
                    }
                    return true;
                },
                () -> Optional.of(true)
                        .filter(_ -> !book.hasKept(changes)
                                && LivenessBook.without(disk().changes(), changes)
                                        .isEmpty()),
                _ -> book.kept(changes)));
    }

    @Override
    public Optional<KeptVitals> vitals(SatelliteId id) {
        return calls.read(() -> disk().vitals(id));
    }

    @Override
    public void keepVitals(Collection<KeptVitals> vitals) {
        boolean _ = calls.write(new StoreCalls.Write<>(
                () -> {
                    disk().keepVitals(vitals);
                    return true;
                },
                // What is kept besides does no harm.
                Optional::empty,
                _ -> world.books().liveness().vitalsKept(vitals)));
    }

    @Override
    public void remove(SatelliteId id) {
        throw new UnsupportedOperationException("nobody is struck off in a run: " + id);
    }

    private LivenessStore disk() {
        return calls.disk().liveness();
    }
}
