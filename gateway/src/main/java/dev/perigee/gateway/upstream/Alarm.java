package dev.perigee.gateway.upstream;

import java.time.Duration;

/// Runs something later, on a thread of its own choosing; what is run must not block.
@FunctionalInterface
public interface Alarm {
    /// For servers that are never started again by themselves.
    Alarm NEVER = (_, _) -> () -> {};

    Pending after(Duration delay, Runnable action);

    /// What was not run yet, and is not after `cancel`.
    @FunctionalInterface
    interface Pending {
        void cancel();
    }
}
