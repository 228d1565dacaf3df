package dev.perigee.satellite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PacingTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<Duration> pause = new AtomicReference<>(Duration.ofSeconds(2));
    private final Pacing pacing = new Pacing(() -> Duration.ofSeconds(30), pause::get, nanos::get);

    @Test
    void pollsThatAreHeldFollowEachOtherAtOnce() {
        assertThat(pacing.begin(false)).isZero();
        assertThat(pacing.emptyHanded()).isZero();
        for (int i = 0; i < 10; i++) {
            assertThat(poll(Duration.ofSeconds(30))).isZero();
        }
    }

    @Test
    void pollsThatComeBackAtOnceAreFollowedByThePauseAndAHeldOneEndsThat() {
        assertThat(poll(Duration.ofMillis(5))).as("may be a hint").isZero();
        assertThat(poll(Duration.ofMillis(5))).isZero();
        assertThat(poll(Duration.ofMillis(5))).isEqualTo(Duration.ofSeconds(2));
        pause.set(Duration.ofMillis(500));
        assertThat(poll(Duration.ofMillis(5))).isEqualTo(Duration.ofMillis(500));
        assertThat(poll(Duration.ofSeconds(20))).isZero();
        assertThat(poll(Duration.ofMillis(5))).isZero();
    }

    private Duration poll(Duration took) {
        assertThat(pacing.begin(true)).isEqualTo(Duration.ofSeconds(30));
        nanos.addAndGet(took.toNanos());
        return pacing.emptyHanded();
    }
}
