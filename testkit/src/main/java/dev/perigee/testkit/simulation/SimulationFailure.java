package dev.perigee.testkit.simulation;

/// A run in which an invariant did not hold, with all that is needed to see it again.
public final class SimulationFailure extends AssertionError {
    private static final long serialVersionUID = 1;

    SimulationFailure(long seed, Stage stage, String lastLines, Throwable cause) {
        super("""
                seed %d: %s
                run it again with its whole trace:
                  ./mvnw -pl %s -am test -Dtest=%s -Dsurefire.failIfNoSpecifiedTests=false -Dseed=%d
                the last steps:
                %s""".formatted(seed, cause.getMessage(), stage.module(), stage.test(), seed, lastLines), cause);
    }
}
