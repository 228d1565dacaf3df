package dev.perigee.testkit.simulation;

import java.util.List;

/// How likely each fault is: of messages each time one is sent, inside calls each time one is made, and between steps
/// after each in which something happened.
record Faults(Messages messages, Calls calls, Between between) {
    private static final double CALM_SHARE = 0.35;

    static final Faults NONE =
            new Faults(new Messages(0, 0, 0, 0), new Calls(0, 0, 0, 0, 0), new Between(0, 0, 0, 0, 0));

    /// Of messages: lost, doubled, very late, and taken for the answer to a later question.
    record Messages(double lost, double doubled, double late, double stray) {}

    /// Inside calls: the process stops, an input or output fails, one fails though it took effect, another thread comes
    /// between, and a failing fsync.
    record Calls(double crash, double failure, double doubt, double interleaving, double badForce) {}

    /// Between two steps: the control plane stops, a satellite stops, the control plane's clock jumps or it stands
    /// still, a disk is full
    /// for a while, a satellite is cut off for a while.
    record Between(double controlPlane, double satellite, double clock, double disk, double cut) {}

    /// Faults of a kind that this run has, from a breeze to a storm.
    static Faults draw(Chance chance) {
        double strength = chance.pick(List.of(0.1, 0.4, 1.0, 2.0));
        return new Faults(
                new Messages(
                        draw(chance, 0.2 * strength),
                        draw(chance, 0.2 * strength),
                        draw(chance, 0.1 * strength),
                        draw(chance, 0.25 * strength)),
                new Calls(
                        draw(chance, 0.02 * strength),
                        draw(chance, 0.03 * strength),
                        draw(chance, 0.04 * strength),
                        draw(chance, 0.05 * strength),
                        draw(chance, 0.01 * strength)),
                new Between(
                        draw(chance, 0.01 * strength),
                        draw(chance, 0.04 * strength),
                        draw(chance, 0.005 * strength),
                        draw(chance, 0.01 * strength),
                        draw(chance, 0.01 * strength)));
    }

    private static double draw(Chance chance, double max) {
        return chance.of(CALM_SHARE) ? 0 : chance.random().nextDouble() * max;
    }
}
