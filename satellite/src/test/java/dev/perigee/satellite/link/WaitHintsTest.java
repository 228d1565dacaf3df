package dev.perigee.satellite.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitHintsTest {
    private static final Duration OWN = Duration.ofSeconds(30);

    private final WaitHints hints = new WaitHints();

    @Test
    void aPollWaitsNoLongerThanTheControlPlaneSaidLast() {
        assertThat(hints.within(OWN)).isEqualTo(OWN);
        hints.hear(Duration.ofSeconds(10));
        assertThat(hints.within(OWN)).isEqualTo(Duration.ofSeconds(10));
        hints.hear(null);
        assertThat(hints.within(OWN)).as("it said nothing new").isEqualTo(Duration.ofSeconds(10));
        hints.hear(Duration.ofSeconds(20));
        assertThat(hints.within(OWN)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void itsOwnWaitIsNotMadeLongerAndNoWaitIsNotObeyed() {
        hints.hear(Duration.ofMinutes(5));
        assertThat(hints.within(OWN)).isEqualTo(OWN);
        hints.hear(Duration.ZERO);
        assertThat(hints.within(OWN)).isEqualTo(OWN);
    }
}
