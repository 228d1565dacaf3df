package dev.perigee.satellite.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2), new SplittableRandom(1));

    @Test
    void doublesUpToItsMaximumWithARandomPart() {
        for (long whole : new long[] {200, 400, 800, 1600, 2000, 2000}) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(whole / 2), Duration.ofMillis(whole));
        }
    }

    @Test
    void beginsAnewAfterASuccess() {
        backoff.next();
        backoff.next();
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(200));
    }
}
