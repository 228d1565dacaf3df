package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.LivenessChange;

/// Hears what becomes of satellites, on the thread that noticed it: it must not block, and what it throws is nobody's.
@FunctionalInterface
public interface FleetEvents {
    FleetEvents NONE = _ -> {};

    void became(Became event);

    /// That a satellite is live, stale or dead now, and was `before`.
    record Became(SatelliteId satellite, Liveness before, LivenessChange change) {}
}
