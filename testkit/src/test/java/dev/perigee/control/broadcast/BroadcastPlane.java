package dev.perigee.control.broadcast;

import dev.perigee.control.access.Caller;
import dev.perigee.control.audit.Audit;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandDesk;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandLifecycle;
import dev.perigee.control.command.CommandListener;
import dev.perigee.control.command.Decision;
import dev.perigee.control.command.Openings;
import dev.perigee.control.command.QueueDepths;
import dev.perigee.control.command.Redelivery;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.broadcast.BroadcastRequest;
import dev.perigee.protocol.broadcast.BroadcastState;
import dev.perigee.protocol.broadcast.Pacing;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.target.Target;
import dev.perigee.testkit.store.InMemoryBroadcastStore;
import dev.perigee.testkit.store.InMemoryCommandStore;
import dev.perigee.testkit.store.SampleBroadcast;
import dev.perigee.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/// The brain's part that is about broadcasts, over stores in memory, a clock that stands still and a fleet of as
/// many satellites as wanted. What is kicked runs when the test says so.
final class BroadcastPlane {
    static final int MEMBERS_MAX = 5_000;
    static final int LIVE_MAX = 3;

    final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    final InMemoryCommandStore commands = new InMemoryCommandStore();
    final InMemoryBroadcastStore kept = new InMemoryBroadcastStore(() -> commands);
    final List<SatelliteId> signals = new ArrayList<>();
    final Deque<Runnable> kicked = new ArrayDeque<>();
    final CommandDesk desk;
    final BroadcastDriver driver;
    final BroadcastDesk broadcasts;
    private final List<SatelliteId> fleet;
    private boolean deaf;

    /// Passes on what happens unless the plane is deaf.
    private final class Hearing implements CommandListener {
        private final CommandListener hints;

        private Hearing(CommandListener hints) {
            this.hints = hints;
        }

        @Override
        public void accepted(Command command) {
            hints.accepted(command);
        }

        @Override
        public void moved(Decision.Move move) {
            if (!deaf) {
                hints.moved(move);
            }
        }
    }

    BroadcastPlane(int satellites) {
        this(satellites, store -> store, Openings.NONE);
    }

    /// With a store of the test's own before the one in memory, and channels that wait.
    BroadcastPlane(int satellites, UnaryOperator<BroadcastStore> before, Openings openings) {
        fleet = SampleBroadcast.satellites(satellites);
        BroadcastStore store = before.apply(kept);
        BroadcastHints hints = new BroadcastHints();
        QueueDepths depths = new QueueDepths(QueueDepths.Limits.DEFAULT);
        SplittableRandom random = new SplittableRandom(1);
        desk = new CommandDesk(
                commands,
                new CommandDesk.Surroundings(
                        _ -> true,
                        depths,
                        signals::add,
                        openings,
                        List.of(new Hearing(hints)),
                        clock,
                        random,
                        new CommandLifecycle(
                                new Redelivery(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                                Duration.ofSeconds(15),
                                Duration.ofHours(1)),
                        new CommandDesk.Limits(3, 10),
                        Audit.NONE));
        depths.recount(commands);
        driver = new BroadcastDriver(
                store,
                new BroadcastDriver.Means(desk.intake(), desk.transitions(), clock, random, kicked::add),
                hints,
                new BroadcastDriver.Limits(BroadcastDriver.Limits.BATCH_DEFAULT, 2));
        broadcasts = new BroadcastDesk(
                store,
                driver,
                new BroadcastDesk.Surroundings(
                        (_, _, _) -> fleet,
                        clock,
                        random,
                        new BroadcastDesk.Limits(3, MEMBERS_MAX, LIVE_MAX, 2),
                        Audit.NONE));
    }

    static BroadcastRequest request(Pacing pacing) {
        return new BroadcastRequest(
                new Target.All(),
                new CommandSpec.Ping(),
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                "deploy",
                false,
                pacing.maxConcurrent(),
                pacing.maxFailures());
    }

    /// Accepts a broadcast to the fleet; nothing is created yet.
    Broadcast submit(Pacing pacing) {
        return ((Acceptance.Accepted) broadcasts.submit(new Caller("ada", Role.OPERATOR, null), request(pacing)))
                .broadcast();
    }

    /// From now on nothing is heard of commands that end.
    void loseHints() {
        deaf = true;
    }

    /// Runs what was kicked, and what is kicked by that.
    void settle() {
        for (Runnable next = kicked.poll(); next != null; next = kicked.poll()) {
            next.run();
        }
    }

    /// As the upkeep does, and then settles.
    void tick() {
        driver.run();
        settle();
    }

    BroadcastState state(Broadcast broadcast) {
        return broadcasts.find(broadcast.id()).status().state();
    }

    List<Command> live(BroadcastId id) {
        return commands.of(id).stream()
                .filter(command -> !command.status().state().isTerminal())
                .toList();
    }

    /// Lets `count` of its live commands end with an exit code.
    void end(Broadcast broadcast, int count, int exitCode) {
        Result result = new Result.Completed(exitCode, Output.EMPTY, Output.EMPTY, 1);
        desk.transitions().apply(live(broadcast.id()).subList(0, count), new CommandEvent.Ended(result));
    }
}
