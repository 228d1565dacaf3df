package dev.perigee.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The simulation finds what is broken on purpose.
class DefectTest {
    private static final long SEEDS_MAX = 300;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void eachDefectBreaksAnInvariantWithinSomeSeeds(Defect defect) {
        SimulationFailure failure = LongStream.rangeClosed(1, SEEDS_MAX)
                .mapToObj(seed -> failure(seed, defect))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> fail(defect + " was not found within " + SEEDS_MAX + " seeds"));

        assertThat(failure).cause().isInstanceOf(Violation.class);
    }

    @Test
    void aFailureTellsTheSeedTheInvariantAndHowToSeeItAgain() {
        SimulationFailure failure =
                failure(1, Defect.ACKNOWLEDGED_IS_QUEUED_AGAIN).orElseThrow();

        assertThat(failure)
                .hasMessageContaining("seed 1: a change is one that may follow")
                .hasMessageContaining("-Dseed=1")
                .hasMessageContaining("stored: ");
    }

    private static Optional<SimulationFailure> failure(long seed, Defect defect) {
        try {
            Simulation.run(seed, defect, _ -> {});
            return Optional.empty();
        } catch (SimulationFailure e) {
            return Optional.of(e);
        }
    }
}
