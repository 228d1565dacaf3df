package dev.perigee.gateway.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComebackTest {
    private static final Comeback COMEBACK = new Comeback(Duration.ofSeconds(1), Duration.ofSeconds(30), 8);

    private final Random random = new Random(1);

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "5, 16", "6, 30", "7, 30", "1000000, 30"})
    void theWaitDoublesUpToItsBoundAndIsRandomInItsSecondHalf(int failures, int seconds) {
        for (int i = 0; i < 100; i++) {
            assertThat(COMEBACK.after(failures, random))
                    .isBetween(Duration.ofMillis(seconds * 500L), Duration.ofSeconds(seconds));
        }
    }

    @Test
    void aServerThatSaysWhenIsHeededWithinTheBound() {
        assertThat(COMEBACK.after(5, Optional.of(Duration.ofMillis(7)), random)).isEqualTo(Duration.ofMillis(7));
        assertThat(COMEBACK.after(5, Optional.of(Duration.ofDays(7)), random)).isEqualTo(Duration.ofSeconds(30));
    }
}
