package dev.perigee.gateway.upstream.stdio;

import dev.perigee.gateway.upstream.stdio.InstanceLog.Source;
import java.time.Duration;
import java.time.Instant;

/// Notes in the log what a server sends that is of no use, a bounded number in any window of time; the others are
/// counted. Confined to the thread that reads.
final class Noise {
    static final int NOTES_MAX = 20;
    static final Duration WINDOW = Duration.ofSeconds(10);

    private final InstanceLog log;
    private Instant windowEnd = Instant.MIN;
    private int noted;
    private long passedOver;

    Noise(InstanceLog log) {
        this.log = log;
    }

    void note(Source source, String text) {
        Instant now = log.now();
        if (!now.isBefore(windowEnd)) {
            sum();
            windowEnd = now.plus(WINDOW);
            noted = 0;
        }
        if (noted < NOTES_MAX) {
            noted++;
            log.add(source, text);
        } else {
            passedOver++;
        }
    }

    /// Says how many were not noted since the last time.
    void sum() {
        if (passedOver > 0) {
            log.add(Source.GATEWAY, passedOver + " more lines like these were passed over");
            passedOver = 0;
        }
    }
}
