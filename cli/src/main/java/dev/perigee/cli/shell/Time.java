package dev.perigee.cli.shell;

import java.time.Duration;
import java.time.InstantSource;

/// The clock and the way to let time pass.
public record Time(InstantSource clock, Pause pause) {
    /// Blocks the calling thread for a while.
    @FunctionalInterface
    public interface Pause {
        void pause(Duration length) throws InterruptedException;
    }
}
