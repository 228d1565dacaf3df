package dev.perigee.control.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InstancesTest {
    private static final Duration WINDOW = Duration.ofSeconds(90);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Instances instances = Instances.NONE;
    private Instant now = START;

    @Test
    void oneProcessIsNoDuplicateHoweverLongItSpeaks() {
        for (int i = 0; i < 1_000; i++) {
            hear("a", 1);
        }
        assertThat(instances.duplicate()).isFalse();
        assertThat(instances.lately()).hasSize(1);
    }

    @Test
    void aRestartIsNoDuplicateAndNeitherAreMany() {
        for (String life : new String[] {"a", "b", "c", "d", "e"}) {
            hear(life, 5);
            hear(life, 5);
        }
        assertThat(instances.duplicate()).isFalse();
    }

    @Test
    void aLastRequestOfTheOldProcessThatCameLateIsNoDuplicate() {
        hear("old", 10);
        hear("new", 1);
        hear("old", 1);
        for (int i = 0; i < 20; i++) {
            hear("new", 30);
            assertThat(instances.duplicate()).isFalse();
        }
        assertThat(instances.returns()).isZero();
    }

    @Test
    void twoThatSpeakByTurnsAreADuplicateWhenOneHasComeBackTwice() {
        hear("a", 0);
        hear("b", 25);
        hear("a", 25);
        assertThat(instances.duplicate()).isFalse();
        hear("b", 25);
        assertThat(instances.duplicate()).isFalse();
        hear("a", 25);

        assertThat(instances.since()).isEqualTo(START.plusSeconds(100));
        assertThat(instances.lately()).hasSize(2);
        hear("b", 25);
        assertThat(instances.since()).as("since when, not how lately").isEqualTo(START.plusSeconds(100));
    }

    @Test
    void aDuplicateIsOverWhenAllButOneAreSilent() {
        hear("a", 0);
        hear("b", 10);
        hear("a", 10);
        hear("b", 10);
        hear("a", 10);
        assertThat(instances.duplicate()).isTrue();

        hear("b", 30);
        hear("b", 30);
        assertThat(instances.duplicate()).as("a spoke 60 s ago").isTrue();
        hear("b", 30);

        assertThat(instances.duplicate()).isFalse();
        assertThat(instances.passed(now.plus(WINDOW), WINDOW).lately()).isEmpty();
    }

    @Test
    void whoComesBackAfterTheWindowIsAStranger() {
        hear("a", 0);
        hear("b", 91);
        hear("a", 91);
        hear("b", 91);
        assertThat(instances.duplicate()).isFalse();
    }

    @Test
    void noMoreThanEightAreRemembered() {
        for (int i = 0; i < 100; i++) {
            hear("process-" + i, 0);
        }
        assertThat(instances.lately()).hasSize(8);
    }

    private void hear(String instance, int secondsLater) {
        now = now.plusSeconds(secondsLater);
        instances = instances.heard(instance, now, WINDOW);
    }
}
