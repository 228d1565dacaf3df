package dev.perigee.testkit.simulation;

import dev.perigee.testkit.simulation.Events.Side;
import java.time.Duration;

/// Carries messages from one side to another, and loses, doubles, delays and reorders them. One a satellite and its
/// callers; it can be cut for a while.
final class SimulatedNetwork {
    private static final Duration FAST = Duration.ofMillis(1);
    private static final Duration SLOW = Duration.ofMillis(80);
    private static final Duration VERY_LATE = Duration.ofMinutes(5);

    private final World world;
    private Duration cutUntil = Duration.ZERO;

    SimulatedNetwork(World world) {
        this.world = world;
    }

    void cut(Duration howLong) {
        cutUntil = world.events().now().plus(howLong);
    }

    void send(String what, Side to, Runnable arrival) {
        Faults.Messages faults = world.plan().faults().messages();
        boolean isCut = world.isFaulty() && world.events().now().compareTo(cutUntil) < 0;
        if (isCut || world.strikes(faults.lost())) {
            world.note("lost: " + what);
            return;
        }
        carry(to, arrival);
        if (world.strikes(faults.doubled())) {
            world.note("doubled: " + what);
            carry(to, arrival);
        }
    }

    private void carry(Side to, Runnable arrival) {
        boolean late = world.strikes(world.plan().faults().messages().late());
        Duration delay =
                late ? world.chance().skewed(SLOW, VERY_LATE) : world.chance().skewed(FAST, SLOW);
        world.after(delay, to, World.ALWAYS, arrival);
    }
}
