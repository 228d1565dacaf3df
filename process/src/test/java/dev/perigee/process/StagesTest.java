package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StagesTest {
    private static final long START = 1_000;
    private static final Stages STAGES = Stages.of(START, Duration.ofNanos(100));

    @Test
    void eachStageBeginsExactlyAtItsShareOfTheTimeout() {
        assertThat(STAGES.at(START)).isEqualTo(Stage.RUNNING);
        assertThat(STAGES.at(START + 79)).isEqualTo(Stage.RUNNING);
        assertThat(STAGES.at(START + 80)).isEqualTo(Stage.WARNING);
        assertThat(STAGES.at(START + 89)).isEqualTo(Stage.WARNING);
        assertThat(STAGES.at(START + 90)).isEqualTo(Stage.TERMINATING);
        assertThat(STAGES.at(START + 99)).isEqualTo(Stage.TERMINATING);
        assertThat(STAGES.at(START + 100)).isEqualTo(Stage.KILLING);
        assertThat(STAGES.at(START + 1_000_000)).isEqualTo(Stage.KILLING);
    }

    @Test
    void theNextStageIsReachedAfterTheTimeItSays() {
        assertThat(STAGES.untilNext(START)).isEqualTo(80);
        assertThat(STAGES.untilNext(START + 79)).isEqualTo(1);
        assertThat(STAGES.untilNext(START + 80)).isEqualTo(10);
        assertThat(STAGES.untilNext(START + 90)).isEqualTo(10);
        assertThat(STAGES.untilNext(START + 100)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aTimeoutThatTenDoesNotDivideKeepsItsShares() {
        assertThat(Stages.of(0, Duration.ofNanos(19))).isEqualTo(new Stages(15, 17, 19));
        assertThat(Stages.of(0, Duration.ofNanos(1))).isEqualTo(new Stages(0, 0, 1));
    }

    @Test
    void theClockMayWrapAround() {
        Stages stages = Stages.of(Long.MAX_VALUE - 85, Duration.ofNanos(100));

        assertThat(stages.at(Long.MAX_VALUE)).isEqualTo(Stage.WARNING);
        assertThat(stages.at(Long.MIN_VALUE + 3)).isEqualTo(Stage.WARNING);
        assertThat(stages.at(Long.MIN_VALUE + 4)).isEqualTo(Stage.TERMINATING);
        assertThat(stages.at(Long.MIN_VALUE + 14)).isEqualTo(Stage.KILLING);
    }

    @Test
    void aTimeoutBeyondTheClockIsAsGoodAsNone() {
        Stages stages = Stages.of(START, Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(stages.at(START + Duration.ofDays(3650).toNanos())).isEqualTo(Stage.RUNNING);
    }

    @Test
    void beingAskedToEndTerminatesAtOnceAndKillsAfterTheGrace() {
        Stages stages = STAGES.endingAt(START + 10, Duration.ofNanos(20));

        assertThat(stages.at(START + 10)).isEqualTo(Stage.TERMINATING);
        assertThat(stages.at(START + 29)).isEqualTo(Stage.TERMINATING);
        assertThat(stages.at(START + 30)).isEqualTo(Stage.KILLING);
    }

    @Test
    void beingAskedToEndNeverPostponesTheKill() {
        assertThat(STAGES.endingAt(START + 95, Duration.ofNanos(20)).killAt()).isEqualTo(START + 100);
        assertThat(STAGES.endingAt(START + 10, Duration.ofNanos(5))
                        .endingAt(START + 14, Duration.ofNanos(5))
                        .killAt())
                .isEqualTo(START + 15);
    }
}
