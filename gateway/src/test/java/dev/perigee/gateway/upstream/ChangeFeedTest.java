package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChangeFeedTest {
    private static final JsonObject WANTED = JsonObject.of("{\"toolsListChanged\":true}");

    @Test
    void aServerThatHangsUpAgainAndAgainIsListenedToForAsLongAsSomebodyWantsTo() throws Exception {
        CountDownLatch lines = new CountDownLatch(150);
        ChangeFeed.Pace quick =
                new ChangeFeed.Pace(Duration.ofSeconds(10), Duration.ofNanos(1_000), Duration.ofMillis(1));
        ChangeFeed feed = new ChangeFeed(
                _ -> {
                    lines.countDown();
                    return hungUp();
                },
                new HeardByListener(),
                WANTED,
                quick);
        feed.start();

        assertThat(lines.await(20, TimeUnit.SECONDS)).isTrue();
        feed.stop();
    }

    @Test
    void whoHangsUpAtOnceIsComeBackToEverMoreSeldom() {
        assertThat(IntStream.of(0, 1, 2, 3, 4, 5, 100)
                        .mapToObj(ChangeFeed.Pace.USUAL::after)
                        .map(Duration::toSeconds))
                .containsExactly(0L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    /// A line on which the server listens, and which it ends.
    private static ChangeFeed.Line hungUp() {
        Exchange exchange = new Exchange(RpcId.of(1));
        exchange.offer(new Exchange.Event.Told(
                Message.Notification.of("notifications/subscriptions/acknowledged", JsonObject.EMPTY)));
        exchange.offer(new Exchange.Event.Lost(new Loss(Loss.Cause.GONE, "hung up"), true));
        return new ChangeFeed.Line(exchange, () -> {});
    }
}
