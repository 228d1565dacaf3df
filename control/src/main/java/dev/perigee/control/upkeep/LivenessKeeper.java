package dev.perigee.control.upkeep;

import dev.perigee.control.fleet.Census;
import java.time.Duration;

/// Sees who has become stale or dead, soon after it is so.
public record LivenessKeeper(Census census) implements Duty {
    @Override
    public String name() {
        return "liveness-keeper";
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void run() {
        census.look();
    }
}
