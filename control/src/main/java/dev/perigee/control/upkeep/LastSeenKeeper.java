package dev.perigee.control.upkeep;

import dev.perigee.control.fleet.Fleet;
import java.time.Duration;

/// Writes down when satellites were last seen, so that a restart does not make the fleet look dead.
public record LastSeenKeeper(Fleet fleet) implements Duty {
    @Override
    public String name() {
        return "last-seen-keeper";
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void run() {
        fleet.keepLastSeen();
    }
}
