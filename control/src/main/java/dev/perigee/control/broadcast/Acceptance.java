package dev.perigee.control.broadcast;

/// What came of adding a broadcast.
public sealed interface Acceptance {
    /// It is there and durable.
    record Accepted(Broadcast broadcast) implements Acceptance {}

    /// Its caller had used its idempotency key already, for this broadcast.
    record Repeated(Broadcast first) implements Acceptance {}

    /// `live` broadcasts have not ended, as many as may be; it is not there.
    record Full(int live) implements Acceptance {}
}
