package dev.perigee.satellite;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.delivery.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Deliveries for tests, each of a command of its own.
public final class Deliveries {
    public static final SatelliteId SATELLITE = new SatelliteId("edge");
    public static final String SESSION = "session-of-the-test";
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final SplittableRandom RANDOM = new SplittableRandom(42);

    private Deliveries() {}

    public static Delivery exec(String program, String... arguments) {
        return delivery(new CommandSpec.Exec(program, List.of(arguments), Map.of(), null), false);
    }

    public static Delivery idempotent() {
        return delivery(new CommandSpec.Ping(), true);
    }

    public static Delivery delivery(CommandSpec spec, boolean idempotent) {
        return new Delivery(
                CommandId.create(NOW.toEpochMilli(), RANDOM),
                SATELLITE,
                SESSION,
                1,
                NOW.plusSeconds(15),
                spec,
                Duration.ofSeconds(10),
                idempotent);
    }
}
