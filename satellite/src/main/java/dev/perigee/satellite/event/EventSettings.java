package dev.perigee.satellite.event;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.event.EventBatch;
import java.time.Duration;

/// How many events go at once (1 to 100), how long one waits for others (10 ms to 1 min), how many wait at most (10 to
/// 100,000), and how long sending the last ones may take when the satellite stops (0 to 1 min).
public record EventSettings(int batchMax, Duration batchWait, int queueMax, Duration flushMax) {
    public static final EventSettings DEFAULT =
            new EventSettings(20, Duration.ofSeconds(3), 10_000, Duration.ofSeconds(5));

    public EventSettings {
        range("events.batch-max", batchMax, 1, EventBatch.EVENTS_MAX);
        Durations.between("events.batch-wait", batchWait, Duration.ofMillis(10), Duration.ofMinutes(1));
        range("events.queue-max", queueMax, 10, 100_000);
        Durations.between("events.flush-max", flushMax, Duration.ZERO, Duration.ofMinutes(1));
    }

    private static void range(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new BadValue(what, value, min + " to " + max);
        }
    }
}
