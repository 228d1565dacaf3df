package dev.perigee.testkit.simulation;

import java.time.Duration;
import java.util.List;

/// The faults that come between two steps. Only the control plane's clock jumps: on a satellite's way of a command
/// nothing reads one.
final class Weather {
    private static final Duration JUMP_MAX = Duration.ofHours(3);
    /// Long enough to be seen by whoever looks for gaps.
    private static final Duration STANDS_MIN = Duration.ofSeconds(35);
    private static final Duration STANDS_MAX = Duration.ofMinutes(10);

    private final World world;
    private final SimulatedControlPlane controlPlane;
    private final List<SimulatedSatellite> satellites;
    private final SimulatedNetwork callers;

    Weather(
            World world,
            SimulatedControlPlane controlPlane,
            List<SimulatedSatellite> satellites,
            SimulatedNetwork callers) {
        this.world = world;
        this.controlPlane = controlPlane;
        this.satellites = satellites;
        this.callers = callers;
    }

    void strike() {
        Faults.Between faults = world.plan().faults().between();
        Chance chance = world.chance();
        if (world.strikes(faults.controlPlane())) {
            if (chance.of(0.2)) {
                controlPlane.drain();
            } else {
                controlPlane.stop(chance.of(0.5), chance.skewed(Duration.ofMillis(500), Duration.ofMinutes(3)));
            }
        }
        if (world.strikes(faults.satellite())) {
            SimulatedSatellite one = chance.pick(satellites);
            if (chance.of(0.2)) {
                one.drain();
            } else {
                one.stop(chance.of(0.5));
            }
        }
        if (world.strikes(faults.clock())) {
            if (chance.of(0.3)) {
                controlPlane.standStill(chance.skewed(STANDS_MIN, STANDS_MAX));
            } else if (!controlPlane.stands().isPositive()) {
                // Put back while it stands still, a clock may say afterwards that no time has passed.
                jump();
            }
        }
        if (world.strikes(faults.disk())) {
            fillADisk(chance.skewed(Duration.ofSeconds(1), Duration.ofMinutes(10)));
        }
        if (world.strikes(faults.cut())) {
            Duration howLong = chance.skewed(Duration.ofSeconds(1), Duration.ofMinutes(20));
            SimulatedNetwork one =
                    chance.of(0.2) ? callers : chance.pick(satellites).network();
            world.note("a network is cut for " + howLong);
            one.cut(howLong);
        }
    }

    private void jump() {
        Duration far = world.chance().skewed(Duration.ofMillis(1), JUMP_MAX);
        Duration off = world.chance().of(0.5) ? far : far.negated();
        world.note("control plane's clock is off by " + off);
        world.books().liveness().jumps(controlPlane.clock().jump(off));
    }

    private void fillADisk(Duration howLong) {
        world.note("a disk is full for " + howLong);
        if (world.chance().of(0.3)) {
            controlPlane.calls().fillUp(howLong);
        } else {
            world.chance().pick(satellites).journal().fillUp(howLong);
        }
    }
}
