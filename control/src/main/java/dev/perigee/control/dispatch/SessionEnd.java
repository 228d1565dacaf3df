package dev.perigee.control.dispatch;

/// Why a session ended.
public sealed interface SessionEnd {
    /// It was asked to: its wait is over, or it delivered what it was opened for.
    record Finished() implements SessionEnd {}

    /// The same satellite opened a newer one.
    record Replaced() implements SessionEnd {}

    /// The control plane is stopping.
    record Draining() implements SessionEnd {}

    /// Claiming failed.
    record Failed(RuntimeException cause) implements SessionEnd {}
}
