package dev.perigee.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final Buckets buckets = new Buckets("satellite", new Rate(10, 20), nanos::get);

    @Test
    void aBurstIsGivenAndThenTheRate() {
        for (int i = 0; i < 20; i++) {
            assertThat(buckets.take("a")).isEqualTo(new Buckets.Take.Given(19 - i));
        }
        assertThat(buckets.take("a")).isEqualTo(new Buckets.Take.Refused(Duration.ofMillis(100)));
        pass(Duration.ofMillis(100));
        assertThat(buckets.take("a")).isEqualTo(new Buckets.Take.Given(0));
        assertThat(buckets.take("a")).isInstanceOf(Buckets.Take.Refused.class);
    }

    @Test
    void oneKeyCostsAnotherNothing() {
        for (int i = 0; i < 30; i++) {
            buckets.take("a");
        }
        assertThat(buckets.take("b")).isEqualTo(new Buckets.Take.Given(19));
    }

    @Test
    void whatIsGivenBackCanBeTakenAgainAndNoMore() {
        buckets.take("a");
        buckets.giveBack("a");
        buckets.giveBack("a");
        assertThat(buckets.take("a")).isEqualTo(new Buckets.Take.Given(19));
    }

    @Test
    void aMillionKeysDoNotGrowWithoutEndAndAreForgottenWhenTheyRest() {
        for (int i = 0; i < 1_000_000; i++) {
            buckets.take("key" + i);
        }
        assertThat(buckets.size()).isBetween(1L, (long) Buckets.KEYS_MAX);
        pass(Duration.ofSeconds(4));
        long left = buckets.size();
        for (int i = 0; i < 1000 && left > 0; i++) {
            left = buckets.size();
        }
        assertThat(left).isZero();
    }

    @Test
    void theHeadersSayWhatIsLeftAndWhenAllIsThereAgain() {
        assertThat(buckets.policy()).isEqualTo("\"satellite\";q=20;w=2");
        assertThat(buckets.state(buckets.take("a"))).isEqualTo("\"satellite\";r=19;t=1");
        Buckets.Take.Refused refused = new Buckets.Take.Refused(Duration.ofMillis(1001));
        assertThat(buckets.state(refused)).isEqualTo("\"satellite\";r=0;t=2");
        assertThat(refused.seconds()).isEqualTo(2);
        assertThat(new Buckets.Take.Refused(Duration.ZERO).seconds()).isEqualTo(1);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
