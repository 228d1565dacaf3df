package dev.perigee.control.upkeep;

import java.time.Duration;

/// Something to be done again and again because time passes. Running it twice, late, or not at all for a while does no
/// harm beyond delay.
public interface Duty {
    String name();

    Duration period();

    void run();
}
