package dev.perigee.control.upkeep;

import dev.perigee.control.config.RolloutDesk;
import java.time.Duration;

/// Takes rollouts to their next wave, or back, soon after their satellites said how they fare.
public record RolloutKeeper(RolloutDesk rollouts) implements Duty {
    @Override
    public String name() {
        return "rollout-keeper";
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void run() {
        rollouts.drive();
    }
}
