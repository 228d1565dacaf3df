package dev.perigee.satellite.time;

import java.time.Duration;

/// Runs something later, on a thread of its own choosing; what is run must not block.
@FunctionalInterface
public interface Alarm {
    void after(Duration delay, Runnable action);
}
