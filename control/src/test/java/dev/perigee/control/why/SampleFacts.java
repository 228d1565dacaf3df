package dev.perigee.control.why;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.control.command.Redelivery;
import dev.perigee.control.fleet.Silence;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Explanation.Reason;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.command.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Facts of a command that was submitted at `START` for the live satellite `edge-1`, which asks for work, unless the
/// test says otherwise.
final class SampleFacts {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final CommandId ID = new CommandId("01arz3ndektsv4rrffq69g5fav");
    static final Instant EXPIRES = START.plusSeconds(60);

    private static final Facts.Settings SETTINGS = new Facts.Settings(
            Duration.ofSeconds(15),
            new Redelivery(Duration.ofMillis(500), Duration.ofSeconds(30)),
            Duration.ofHours(24),
            new Silence(Duration.ofSeconds(90), Duration.ofMinutes(5)));

    private final CommandStatus status;
    private @Nullable Instant notBefore;
    private boolean idempotent;
    private long before;
    private Facts.@Nullable Machine machine = new Facts.Machine(Liveness.LIVE, START, 2, 0, null);

    SampleFacts(CommandStatus status) {
        this.status = status;
    }

    static SampleFacts queued(int attempts, @Nullable Instant heldUntil) {
        return new SampleFacts(
                new CommandStatus(CommandState.QUEUED, attempts, START, heldUntil, null, null, null, attempts));
    }

    static SampleFacts leased(int attempt, CommandStatus.@Nullable CancelRequest wish) {
        return new SampleFacts(new CommandStatus(
                CommandState.LEASED, attempt, START, START.plusSeconds(15), wish, null, null, attempt));
    }

    static SampleFacts acknowledged(CommandStatus.@Nullable CancelRequest wish) {
        return new SampleFacts(new CommandStatus(CommandState.ACKNOWLEDGED, 1, START, null, wish, null, null, 2));
    }

    static SampleFacts ended(Result result, CommandStatus.@Nullable CancelRequest wish) {
        return new SampleFacts(new CommandStatus(result.state(), 1, START.plusSeconds(5), null, wish, null, result, 3));
    }

    static SampleFacts ended(CommandState state, String reason) {
        return new SampleFacts(new CommandStatus(state, 3, START.plusSeconds(5), null, null, reason, null, 3));
    }

    static CommandStatus.CancelRequest wish() {
        return new CommandStatus.CancelRequest(START.plusSeconds(3), "ada");
    }

    SampleFacts notBefore(Instant time) {
        notBefore = time;
        return this;
    }

    SampleFacts idempotent() {
        idempotent = true;
        return this;
    }

    SampleFacts behind(long commands) {
        before = commands;
        return this;
    }

    SampleFacts satellite(Facts.@Nullable Machine other) {
        machine = other;
        return this;
    }

    SampleFacts satellite(Liveness liveness) {
        return satellite(new Facts.Machine(liveness, START.minusSeconds(1000), null, 0, null));
    }

    SampleFacts withoutSession() {
        return satellite(new Facts.Machine(Liveness.LIVE, START, null, 0, null));
    }

    List<Reason> at(Instant now) {
        Command command = new Command(
                ID,
                new SatelliteId("edge-1"),
                new CommandSpec.Ping(),
                new Command.Terms(Priority.NORMAL, notBefore, EXPIRES, Duration.ofSeconds(100), 3, idempotent),
                Command.Origin.of("ada", START),
                status);
        return Why.explain(new Facts(command, before, machine, SETTINGS, now));
    }

    List<Reason> after(long seconds) {
        return at(START.plusSeconds(seconds));
    }
}
