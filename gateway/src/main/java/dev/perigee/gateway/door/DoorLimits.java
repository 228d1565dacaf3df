package dev.perigee.gateway.door;

import java.time.Duration;

/// The bounds of what clients do. `silenceMax`: a server says nothing to a request; each sign of life begins it
/// anew, up to `turnMax` for all of it. `slowMax`: a client takes nothing. `idleMax`: a client that said hello does
/// nothing. `parkedMax`: a question waits for its answer. `streamAfter`: a request without an answer gets a stream.
public record DoorLimits(
        Duration silenceMax,
        Duration turnMax,
        Duration slowMax,
        Duration idleMax,
        Duration parkedMax,
        Duration streamAfter) {
    public static final DoorLimits DEFAULT = new DoorLimits(
            Duration.ofSeconds(60),
            Duration.ofHours(1),
            Duration.ofSeconds(60),
            Duration.ofHours(1),
            Duration.ofMinutes(10),
            Duration.ofMillis(25));

    public DoorLimits withSilenceMax(Duration other) {
        return new DoorLimits(other, turnMax, slowMax, idleMax, parkedMax, streamAfter);
    }

    public DoorLimits withTurnMax(Duration other) {
        return new DoorLimits(silenceMax, other, slowMax, idleMax, parkedMax, streamAfter);
    }

    public DoorLimits withIdleMax(Duration other) {
        return new DoorLimits(silenceMax, turnMax, slowMax, other, parkedMax, streamAfter);
    }

    public DoorLimits withParkedMax(Duration other) {
        return new DoorLimits(silenceMax, turnMax, slowMax, idleMax, other, streamAfter);
    }
}
