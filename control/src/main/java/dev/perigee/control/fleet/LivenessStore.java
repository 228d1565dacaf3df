package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.LivenessChange;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps how satellites stand and what they last told. Every method may be called from any thread and blocks until it
/// is done; what it wrote may be lost when the machine stops, except for `remove`. What is of no registered satellite
/// is passed over. Throws `StoreUnavailable` like `CommandStore`.
public interface LivenessStore {
    /// The changes of all that have any, the newest last.
    Map<SatelliteId, List<LivenessChange>> changes();

    void keepChanges(Map<SatelliteId, List<LivenessChange>> changes);

    Optional<KeptVitals> vitals(SatelliteId id);

    void keepVitals(Collection<KeptVitals> vitals);

    /// Strikes the satellite off, with all that is kept here of it: its key opens nothing from then on.
    void remove(SatelliteId id);
}
