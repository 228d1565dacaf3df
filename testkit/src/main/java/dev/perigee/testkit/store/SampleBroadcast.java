package dev.perigee.testkit.store;

import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastDecision;
import dev.perigee.control.broadcast.BroadcastStatus;
import dev.perigee.control.broadcast.Tally;
import dev.perigee.control.command.Command;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.broadcast.BroadcastState;
import dev.perigee.protocol.broadcast.Pacing;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Broadcasts, their members and moves to try a store with. Every sample has an id of its own.
public final class SampleBroadcast {
    private static final AtomicLong made = new AtomicLong();

    private SampleBroadcast() {}

    /// A running broadcast to `members` satellites that was submitted at `START`.
    public static Broadcast to(int members) {
        return keyed(members, null, SampleCommand.START);
    }

    /// The same with the idempotency key of a caller, submitted at `at`.
    public static Broadcast keyed(int members, @Nullable String key, Instant at) {
        return new Broadcast(
                BroadcastId.create(at.toEpochMilli(), new SplittableRandom(made.incrementAndGet())),
                Target.parse("label:env=prod,!old"),
                new CommandSpec.Exec("uname", List.of("-a"), Map.of("LANG", "C"), null),
                new Broadcast.Terms(
                        Priority.HIGH, at.plusSeconds(5), Duration.ofMinutes(2), Duration.ofSeconds(30), 4, true),
                new Broadcast.Origin("operator", null, at, key, "deploy-7"),
                new Pacing(new Portion(10, true), new Portion(3, false)),
                members,
                BroadcastStatus.accepted(at));
    }

    /// The same, asked for by somebody of that team.
    public static Broadcast of(Broadcast broadcast, TeamName team) {
        Broadcast.Origin origin = broadcast.origin();
        return new Broadcast(
                broadcast.id(),
                broadcast.target(),
                broadcast.spec(),
                broadcast.terms(),
                new Broadcast.Origin(
                        origin.caller(), team, origin.submittedAt(), origin.idempotencyKey(), origin.correlation()),
                broadcast.pacing(),
                broadcast.members(),
                broadcast.status());
    }

    /// The ids of so many satellites, in order.
    public static List<SatelliteId> satellites(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new SatelliteId("sat-%06d".formatted(i)))
                .toList();
    }

    /// A queued command of the broadcast to one satellite.
    public static Command command(Broadcast broadcast, SatelliteId member) {
        return SampleCommand.sample().to(member).partOf(broadcast.id()).build();
    }

    /// With the commands of `count` members more.
    public static BroadcastDecision.Move advanced(Broadcast broadcast, int count) {
        BroadcastStatus status = broadcast.status();
        return new BroadcastDecision.Move(
                broadcast,
                new BroadcastStatus(
                        status.state(),
                        status.created() + count,
                        status.changedAt(),
                        status.reason(),
                        null,
                        status.revision() + 1));
    }

    /// To another state at `at`; a terminal one with a tally.
    public static BroadcastDecision.Move to(Broadcast broadcast, BroadcastState state, Instant at) {
        BroadcastStatus status = broadcast.status();
        return new BroadcastDecision.Move(
                broadcast,
                new BroadcastStatus(
                        state,
                        status.created(),
                        at,
                        "because",
                        state.isTerminal() ? Tally.NONE : null,
                        status.revision() + 1));
    }
}
