package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps satellites and registration tokens. Every method may be called from any thread and blocks until it is done;
/// what it wrote is durable then, except for `keepLastSeen`. Throws `StoreUnavailable` like `CommandStore`.
public interface FleetStore {
    void addToken(RegistrationToken token);

    /// Uses the token up and adds the satellite, which is of the token's team, or gives it its new key, in one step: of
    /// any number of registrations with the same token exactly one is enrolled.
    Enrollment enroll(Digest token, Satellite satellite, Instant now);

    Optional<Satellite> find(SatelliteId id);

    /// All satellites, by id.
    List<Satellite> list();

    /// Keeps what a satellite now says of itself; nothing happens when there is none of this id.
    void describe(SatelliteId id, SatelliteProfile profile);

    /// Writes down when satellites were last seen; may be lost when the machine stops.
    void keepLastSeen(Map<SatelliteId, Instant> lastSeen);
}
