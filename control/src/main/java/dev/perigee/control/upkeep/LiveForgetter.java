package dev.perigee.control.upkeep;

import dev.perigee.control.live.LiveOutput;
import java.time.Duration;

/// Forgets the live output of commands that have ended some time ago.
public record LiveForgetter(LiveOutput live) implements Duty {
    @Override
    public String name() {
        return "live-forgetter";
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void run() {
        live.forgetEnded();
    }
}
