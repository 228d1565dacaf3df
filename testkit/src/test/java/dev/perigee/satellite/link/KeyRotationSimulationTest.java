package dev.perigee.satellite.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.satellite.link.KeyRotationRun.Flaw;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A satellite's key changes again and again, from a seed, while either end dies between any two steps, questions and
/// answers are lost or late, the store fails, and time passes.
class KeyRotationSimulationTest {
    private static final long SEEDS = 200;

    @Test
    void theSatelliteCanAlwaysComeInAndNoKeyWorksThatIsOver() {
        int changes = LongStream.rangeClosed(1, SEEDS)
                .mapToInt(seed -> KeyRotationRun.run(seed, Flaw.NONE))
                .sum();
        assertThat(changes).as("how often a key took another's place").isGreaterThan(1_000);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void whatIsBrokenOnPurposeIsFound(Flaw flaw) {
        assertThat(LongStream.rangeClosed(1, SEEDS).anyMatch(seed -> fails(seed, flaw)))
                .as("%s is found within %d seeds", flaw, SEEDS)
                .isTrue();
    }

    private static boolean fails(long seed, Flaw flaw) {
        try {
            int _ = KeyRotationRun.run(seed, flaw);
            return false;
        } catch (AssertionError _) {
            return true;
        }
    }
}
