package dev.perigee.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RoundsTest {
    @Test
    void roundsThatOnlyWarmUpAreNotCounted() throws Exception {
        AtomicInteger trips = new AtomicInteger();

        assertThat(new Rounds(3, 5, Duration.ofMinutes(1))
                        .time(() -> {}, trips::incrementAndGet)
                        .getTotalCount())
                .isEqualTo(5);
        assertThat(trips).hasValue(8);
    }

    @Test
    void roundsThatTakeTooLongAreGivenUp() {
        assertThatThrownBy(() -> new Rounds(0, 5, Duration.ZERO).time(() -> {}, () -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("of 5 round trips in PT0S");
    }
}
