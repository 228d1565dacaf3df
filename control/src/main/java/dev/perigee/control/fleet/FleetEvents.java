package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.LivenessChange;
import java.time.Instant;

/// Hears what becomes of satellites, on the thread that noticed it: it must not block, and what it throws is nobody's.
@FunctionalInterface
public interface FleetEvents {
    FleetEvents NONE = _ -> {};

    void became(Became event);

    /// Told once each time it begins.
    default void duplicated(Duplicated event) {}

    /// That a satellite is live, stale or dead now, and was `before`.
    record Became(SatelliteId satellite, Liveness before, LivenessChange change) {}

    /// That so many processes use a satellite's identity by turns.
    record Duplicated(SatelliteId satellite, Instant at, int processes) {}
}
