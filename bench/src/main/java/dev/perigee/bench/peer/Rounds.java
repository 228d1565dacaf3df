package dev.perigee.bench.peer;

import java.io.IOException;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/// So many round trips, one at a time, the first of them only to warm up; at most for `max`.
public record Rounds(int warmUp, int measured, Duration max) {
    /// Times each trip after its preparation, which makes the consumer wait.
    Histogram time(Step preparation, Step trip) throws IOException {
        Histogram nanos = new Histogram(3);
        long begun = System.nanoTime();
        for (int i = 0; i < warmUp + measured; i++) {
            preparation.run();
            long start = System.nanoTime();
            trip.run();
            long end = System.nanoTime();
            if (i >= warmUp) {
                nanos.recordValue(end - start);
            }
            if (end - begun > max.toNanos()) {
                throw new IOException("only " + i + " of " + (warmUp + measured) + " round trips in " + max);
            }
        }
        return nanos;
    }

    /// A part of a round trip.
    interface Step {
        void run() throws IOException;
    }
}
