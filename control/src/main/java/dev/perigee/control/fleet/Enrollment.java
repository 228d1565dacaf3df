package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import java.time.Instant;

/// What came of a registration. Only `Enrolled` uses the token up.
public sealed interface Enrollment {
    record Enrolled() implements Enrollment {}

    record TokenUnknown() implements Enrollment {}

    record TokenUsed() implements Enrollment {}

    record TokenRevoked(Instant at) implements Enrollment {}

    record TokenExpired() implements Enrollment {}

    /// The token is for this satellite and no other.
    record TokenForOther(SatelliteId only) implements Enrollment {}

    /// A satellite of this id is registered and is another team's.
    record OtherTeams() implements Enrollment {}

    /// A satellite of this id is registered, and the token does not name it.
    record IdTaken() implements Enrollment {}
}
