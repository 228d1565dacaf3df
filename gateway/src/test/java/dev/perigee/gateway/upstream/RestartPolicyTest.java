package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.upstream.RestartPolicy.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration SHORT = Duration.ofSeconds(2);

    @Test
    void eachCrashWithinFiveMinutesMakesTheNextStartWaitLongerAndTheThirdIsTheLast() {
        RestartPolicy once = RestartPolicy.FRESH.after(NOON);
        RestartPolicy twice = once.after(NOON.plusSeconds(10));
        RestartPolicy thrice = twice.after(NOON.plusSeconds(299));

        assertThat(once.verdict(SHORT)).isEqualTo(new Verdict.StartIn(Duration.ofSeconds(1)));
        assertThat(twice.verdict(SHORT)).isEqualTo(new Verdict.StartIn(Duration.ofSeconds(5)));
        assertThat(thrice.verdict(SHORT)).isEqualTo(new Verdict.GiveUp());
    }

    @Test
    void whoRanForLongIsStartedAtOnce() {
        assertThat(RestartPolicy.FRESH.after(NOON).verdict(Duration.ofMinutes(2)))
                .isEqualTo(new Verdict.StartIn(Duration.ZERO));
    }

    @Test
    void oneThatCrashesAgainAndAgainButNotThriceInFiveMinutesWaitsFifteenSeconds() {
        RestartPolicy thrice =
                RestartPolicy.FRESH.after(NOON).after(NOON.plusSeconds(200)).after(NOON.plusSeconds(301));
        RestartPolicy fourTimes = thrice.after(NOON.plusSeconds(600));

        assertThat(thrice.verdict(SHORT)).isEqualTo(new Verdict.StartIn(Duration.ofSeconds(15)));
        assertThat(fourTimes.verdict(SHORT)).isEqualTo(new Verdict.StartIn(Duration.ofSeconds(15)));
        assertThat(fourTimes.lately()).isEqualTo(2);
    }

    @Test
    void crashesOfLongAgoAreForgotten() {
        RestartPolicy policy = RestartPolicy.FRESH
                .after(NOON)
                .after(NOON.plusSeconds(1))
                .after(NOON.plus(RestartPolicy.MEMORY).plusSeconds(2));

        assertThat(policy.crashes()).hasSize(1);
        assertThat(policy.verdict(SHORT)).isEqualTo(new Verdict.StartIn(Duration.ofSeconds(1)));
    }
}
