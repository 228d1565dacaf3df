package dev.perigee.control.broadcast;

/// What came of adding a broadcast.
public sealed interface Acceptance {
    /// It is there and durable.
    record Accepted(Broadcast broadcast) implements Acceptance {}

    /// Its caller had used its idempotency key already, for this broadcast.
    record Repeated(Broadcast first) implements Acceptance {}

    /// As many as may be are under way.
    record Full() implements Acceptance {}
}
