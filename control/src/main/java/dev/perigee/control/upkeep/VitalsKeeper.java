package dev.perigee.control.upkeep;

import dev.perigee.control.fleet.Vitals;
import java.time.Duration;

/// Writes down heartbeats and measurements, a part of the fleet each time: all of it within minutes.
public record VitalsKeeper(Vitals vitals) implements Duty {
    @Override
    public String name() {
        return "vitals-keeper";
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void run() {
        vitals.keepSome();
    }
}
