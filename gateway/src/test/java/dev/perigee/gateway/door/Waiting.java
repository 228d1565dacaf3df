package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for what another thread brings about.
final class Waiting {
    private static final long MAX = Duration.ofSeconds(20).toNanos();

    private Waiting() {}

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + MAX;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
