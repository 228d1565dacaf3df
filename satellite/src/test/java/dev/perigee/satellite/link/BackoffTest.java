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
    void leavesAloneForAsLongAsIsAskedForIfThatIsLonger() {
        assertThat(backoff.next(Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
        assertThat(backoff.next(Duration.ZERO)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(RetryAfter.of(429, "7")).isEqualTo(Duration.ofSeconds(7));
        assertThat(RetryAfter.of(429, "86400")).isEqualTo(RetryAfter.MAX);
        for (String odd : new String[] {null, "", "-1", "soon", "Wed, 21 Oct 2026 07:28:00 GMT"}) {
            assertThat(RetryAfter.of(429, odd)).isZero();
        }
        assertThat(RetryAfter.of(503, "7")).isZero();
    }

    @Test
    void beginsAnewAfterASuccess() {
        backoff.next();
        backoff.next();
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(200));
    }
}
