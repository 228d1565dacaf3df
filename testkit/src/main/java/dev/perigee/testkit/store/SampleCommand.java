package dev.perigee.testkit.store;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A queued command to try a store with: a ping of normal priority, submitted at `START`, unless the test says
/// otherwise. Every sample has an id of its own.
public final class SampleCommand {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00.123Z");
    public static final SatelliteId SATELLITE = new SatelliteId("sat-1");
    public static final SatelliteId OTHER_SATELLITE = new SatelliteId("sat-2");

    private static final AtomicLong made = new AtomicLong();

    private SatelliteId satellite = SATELLITE;
    private CommandSpec spec = new CommandSpec.Ping();
    private Priority priority = Priority.NORMAL;
    private Instant submittedAt = START;
    private Duration ttl = Duration.ofSeconds(60);
    private Duration timeout = Duration.ofSeconds(30);
    private boolean idempotent;
    private String caller = "operator";
    private @Nullable String key;
    private @Nullable Instant notBefore;
    private @Nullable String correlation;
    private @Nullable BroadcastId broadcast;
    private @Nullable CommandId redriveOf;
    private int attemptsMax = 3;

    public static SampleCommand sample() {
        return new SampleCommand();
    }

    /// A queued command as it comes.
    public static Command ping() {
        return sample().build();
    }

    public SampleCommand to(SatelliteId other) {
        satellite = other;
        return this;
    }

    public SampleCommand spec(CommandSpec other) {
        spec = other;
        return this;
    }

    public SampleCommand priority(Priority other) {
        priority = other;
        return this;
    }

    public SampleCommand submittedAt(Instant other) {
        submittedAt = other;
        return this;
    }

    public SampleCommand ttl(Duration other) {
        ttl = other;
        return this;
    }

    public SampleCommand timeout(Duration other) {
        timeout = other;
        return this;
    }

    public SampleCommand idempotent() {
        idempotent = true;
        return this;
    }

    public SampleCommand key(String ofCaller, String text) {
        caller = ofCaller;
        key = text;
        return this;
    }

    public SampleCommand notBefore(Instant time) {
        notBefore = time;
        return this;
    }

    public SampleCommand correlation(String text) {
        correlation = text;
        return this;
    }

    public SampleCommand partOf(BroadcastId id) {
        broadcast = id;
        return this;
    }

    public SampleCommand standsInFor(CommandId deadLetter) {
        redriveOf = deadLetter;
        return this;
    }

    public SampleCommand attemptsMax(int count) {
        attemptsMax = count;
        return this;
    }

    public Command build() {
        return new Command(
                CommandId.create(submittedAt.toEpochMilli(), new SplittableRandom(made.incrementAndGet())),
                satellite,
                spec,
                new Command.Terms(priority, notBefore, submittedAt.plus(ttl), timeout, attemptsMax, idempotent),
                new Command.Origin(caller, submittedAt, key, correlation, broadcast, redriveOf),
                CommandStatus.queued(submittedAt, notBefore));
    }
}
