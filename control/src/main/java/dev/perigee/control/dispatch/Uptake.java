package dev.perigee.control.dispatch;

/// What became of deliveries that were handed to a sink.
public enum Uptake {
    /// On their way; more may follow.
    OPEN,
    /// On their way, and the last that this channel takes.
    FULL,
    /// The satellite is known to be gone; they are given back.
    GONE
}
