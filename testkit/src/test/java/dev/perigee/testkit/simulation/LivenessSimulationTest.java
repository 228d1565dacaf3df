package dev.perigee.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.perigee.testkit.simulation.LivenessSimulation.Flaw;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LivenessSimulationTest {
    private static final long SEEDS = 50;

    @Test
    void nobodyIsStaleWhoWasHeardOrCouldNotBeAndEverybodyWhoIsSilent() {
        int changes = LongStream.rangeClosed(1, SEEDS)
                .mapToInt(seed -> LivenessSimulation.run(seed, Flaw.NONE))
                .sum();

        assertThat(changes).as("how often a satellite became something else").isGreaterThan(500);
    }

    @Test
    void theSameSeedIsTheSameRun() {
        assertThat(LivenessSimulation.run(7, Flaw.NONE)).isEqualTo(LivenessSimulation.run(7, Flaw.NONE));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void whatIsBrokenOnPurposeIsFound(Flaw flaw) {
        boolean found = LongStream.rangeClosed(1, SEEDS).anyMatch(seed -> fails(seed, flaw));
        if (!found) {
            fail(flaw + " was not found within " + SEEDS + " seeds");
        }
    }

    private static boolean fails(long seed, Flaw flaw) {
        try {
            int _ = LivenessSimulation.run(seed, flaw);
            return false;
        } catch (AssertionError e) {
            return e.getCause() instanceof Violation;
        }
    }
}
