package dev.perigee.testkit.simulation;

/// An invariant does not hold.
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    Violation(String invariant, Object detail) {
        super(invariant + ": " + detail);
    }

    static void unless(boolean holds, String invariant, Object detail) {
        if (!holds) {
            throw new Violation(invariant, detail);
        }
    }
}
