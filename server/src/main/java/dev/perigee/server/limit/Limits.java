package dev.perigee.server.limit;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.delivery.Poll;
import java.time.Duration;

/// What one caller may ask for: bytes of a body and of a satellite's report, deliveries a poll, how long a wait
/// lasts, how many waits and requests there may be at a time, and how many satellites a broadcast may be for.
public record Limits(
        int bodyMax,
        int reportBodyMax,
        int batchMax,
        Duration waitMax,
        int waitsMax,
        int requestsMax,
        int broadcastMembersMax) {
    private static final int MIB = 1024 * 1024;

    public static final Limits DEFAULT = new Limits(MIB, 4 * MIB, 256, Duration.ofMinutes(1), 10_000, 10_000, 100_000);

    public Limits {
        range("limits.body-max", bodyMax, 1024, 64 * MIB);
        range("limits.report-body-max", reportBodyMax, 4 * MIB, 64 * MIB);
        range("limits.batch-max", batchMax, 1, Poll.MAX_LIMIT);
        Durations.between("limits.wait-max", waitMax, Duration.ofSeconds(1), Poll.WAIT_LIMIT);
        range("limits.waits-max", waitsMax, 1, 1_000_000);
        range("limits.requests-max", requestsMax, 1, 1_000_000);
        range("limits.broadcast-members-max", broadcastMembersMax, 1, 1_000_000);
    }

    private static void range(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new BadValue(what, value, min + " to " + max);
        }
    }
}
