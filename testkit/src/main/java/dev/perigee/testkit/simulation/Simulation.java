package dev.perigee.testkit.simulation;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.broadcast.BroadcastState;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.rollout.RolloutState;
import dev.perigee.testkit.simulation.Events.Event;
import dev.perigee.testkit.simulation.Events.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// One run from one seed. Takes one step after the other until everything has come to its end, and checks the
/// invariants after each.
public final class Simulation {
    /// How long after the last fault everything must have come to its end: leases given by a clock that was hours
    /// ahead run out only then.
    private static final Duration CALM_MAX = Duration.ofHours(24);

    private final World world;
    private final SimulatedControlPlane controlPlane;
    private final List<SimulatedSatellite> satellites = new ArrayList<>();
    private final List<Strand> strands;
    private final Weather weather;
    private long steps;
    private long writesSeen;

    /// What a run came to. Two runs in which the same happened have the same hash.
    public record Outcome(
            long hash,
            long steps,
            Duration virtual,
            int runs,
            int told,
            Map<CommandState, Integer> states,
            Map<BroadcastState, Integer> broadcasts,
            Map<RolloutState, Integer> rollouts,
            int livenessChanges) {}

    private Simulation(World world, Disk.Maker disks) {
        this.world = world;
        this.controlPlane = new SimulatedControlPlane(world, disks);
        for (int i = 1; i <= world.plan().size().satellites(); i++) {
            SatelliteId id = new SatelliteId("sat-" + i);
            satellites.add(new SimulatedSatellite(world, controlPlane.register(id, i), controlPlane));
        }
        SimulatedCallers callers = new SimulatedCallers(world, controlPlane, satellites);
        this.strands = List.of(
                callers,
                new SimulatedBroadcasters(world, controlPlane, callers.network()),
                new SimulatedConfigurers(world, controlPlane, callers.network()));
        this.weather = new Weather(world, controlPlane, satellites, callers.network());
    }

    /// Runs `seed` in memory, with a defect or with none. Throws `SimulationFailure` when an invariant does not hold.
    public static Outcome run(long seed, Defect defect, Consumer<String> trace) {
        Stage memory = new Stage((next, _) -> new MemoryDisk(next, defect), "testkit", "SimulationTest");
        return run(seed, defect, memory, trace);
    }

    /// Runs `seed` without a defect of ours on a disk of `stage`.
    public static Outcome run(long seed, Stage stage, Consumer<String> trace) {
        return run(seed, Defect.NONE, stage, trace);
    }

    private static Outcome run(long seed, Defect defect, Stage stage, Consumer<String> trace) {
        Chance chance = new Chance(new SplittableRandom(seed));
        Plan plan = Plan.draw(seed, chance, defect);
        RunBook runs = new RunBook();
        CommandBook commands = new CommandBook(plan, runs);
        Events events = new Events();
        World.Books books = new World.Books(
                commands,
                runs,
                new WaitBook(),
                new BroadcastBook(plan, commands),
                new LivenessBook(events, plan.size().rhythm(Duration.ofSeconds(1))),
                new ConfigBook(plan));
        Trace lines = new Trace(trace);
        World world = new World(plan, chance, events, lines, books);
        world.note(plan.toString());
        Simulation simulation;
        try {
            simulation = new Simulation(world, stage.disks());
        } catch (ProblemException e) {
            Violation unknown = new Violation("whoever registers is known", e);
            throw new SimulationFailure(seed, stage, lines.lastLines(), unknown);
        }
        try (Disk _ = simulation.controlPlane.calls().disk()) {
            return simulation.run();
        } catch (Violation | RuntimeException e) {
            throw new SimulationFailure(seed, stage, lines.lastLines(), e);
        } finally {
            simulation.satellites.forEach(SimulatedSatellite::close);
        }
    }

    private Outcome run() {
        controlPlane.start();
        satellites.forEach(SimulatedSatellite::start);
        strands.forEach(Strand::begin);
        world.after(world.plan().size().faultsEnd(), Side.WORLD, World.ALWAYS, this::calm);
        while (world.isFaulty() || !isOver()) {
            Event event = next();
            long before = world.trace().lines();
            steps++;
            event.action().run();
            check();
            if (world.trace().lines() > before) {
                weather.strike();
            }
        }
        checkEnd();
        return new Outcome(
                world.trace().hash(),
                steps,
                world.events().now(),
                world.books().runs().total(),
                world.books().waits().total(),
                world.books().commands().states(),
                world.books().broadcasts().states(),
                world.books().configs().states(),
                world.books().liveness().changes());
    }

    private Event next() {
        Optional<Event> event = world.events().next();
        Duration deadline = world.plan().size().faultsEnd().plus(CALM_MAX);
        if (event.isEmpty() || world.events().now().compareTo(deadline) > 0) {
            throw new Violation(
                    "everything comes to an end",
                    world.books().commands().unfinished() + " still live; idle: control plane "
                            + controlPlane.isUp() + ", broadcasts "
                            + world.books().broadcasts().states() + ", rollouts "
                            + world.books().configs().states() + ", strands "
                            + strands.stream().map(Strand::isIdle).toList() + ", satellites "
                            + satellites.stream()
                                    .map(SimulatedSatellite::isIdle)
                                    .toList());
        }
        return event.get();
    }

    private void calm() {
        world.note("from now on there are no faults");
        satellites.forEach(SimulatedSatellite::restartIfBroken);
    }

    private boolean isOver() {
        return world.books().commands().live() == 0
                && controlPlane.isUp()
                && strands.stream().allMatch(Strand::isIdle)
                && satellites.stream().allMatch(SimulatedSatellite::isIdle);
    }

    /// What nothing was written to holds what it held.
    private void check() {
        world.books().liveness().check();
        world.books().waits().check(world.books().commands());
        StoreCalls calls = controlPlane.calls();
        if (calls.writes() > writesSeen) {
            writesSeen = calls.writes();
            world.books().commands().check(calls.disk().commands());
            world.books().broadcasts().check(calls.disk().broadcasts());
            world.books().configs().check(calls.disk().configs());
        }
    }

    private void checkEnd() {
        world.books().commands().checkAll(controlPlane.calls().disk().commands());
        world.books().broadcasts().checkAll(controlPlane.calls().disk().broadcasts());
        world.books().runs().checkOwed(world.books().commands());
        if (world.plan().lane().isCalm()) {
            Map<CommandState, Integer> states = world.books().commands().states();
            Violation.unless(
                    Set.of(CommandState.COMPLETED).containsAll(states.keySet()),
                    "without faults every command is completed in time",
                    states);
        }
    }
}
