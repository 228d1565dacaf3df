package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExchangeTest {
    private static final RpcId ID = RpcId.of(1);
    private static final Exchange.Event ANSWERED =
            new Exchange.Event.Answered(Message.Response.of(ID, JsonObject.EMPTY));
    private static final Exchange.Event TOLD =
            new Exchange.Event.Told(Message.Notification.of("notifications/message", JsonObject.EMPTY));

    private final Exchange exchange = new Exchange(ID);
    private final List<Optional<Message.Response>> heard = new ArrayList<>();

    @Test
    void whoWaitsWithoutAThreadIsCalledOnceByWhatComesFirst() throws InterruptedException {
        exchange.onceReady(() -> heard.add(exchange.answer()));
        assertThat(heard).isEmpty();

        exchange.offer(TOLD);
        exchange.offer(ANSWERED);

        assertThat(heard).containsExactly(Optional.empty());
        assertThat(exchange.next(Duration.ZERO)).contains(TOLD);
        assertThat(exchange.next(Duration.ZERO)).contains(ANSWERED);
    }

    @Test
    void whoComesAfterTheFirstEventIsCalledAtOnce() {
        exchange.offer(ANSWERED);

        exchange.onceReady(() -> heard.add(exchange.answer()));

        assertThat(heard).singleElement().satisfies(answer -> assertThat(answer).isPresent());
    }

    @Test
    void whatIsNotTakenIsBoundedInBytesTooButForOneMessage() throws InterruptedException {
        exchange.offer(told(Exchange.WAITING_BYTES_MAX + 1));
        assertThat(exchange.next(Duration.ZERO)).isPresent();
        exchange.offer(told(Exchange.WAITING_BYTES_MAX / 2));
        exchange.offer(told(Exchange.WAITING_BYTES_MAX / 4));
        assertThat(exchange.ended()).isFalse();
        exchange.offer(told(Exchange.WAITING_BYTES_MAX / 2));

        assertThat(exchange.next(Duration.ZERO))
                .hasValueSatisfying(end -> assertThat(end.toString()).contains("32 MiB"));
    }

    @Test
    void whoWaitsForTheEndDoesSoForItsTimeInAllWhateverComesBefore() throws InterruptedException {
        List<Exchange.Event> before = new ArrayList<>();
        exchange.offer(TOLD);
        exchange.offer(TOLD);
        assertThat(exchange.end(Duration.ofNanos(1), before::add)).isEmpty();
        exchange.offer(ANSWERED);

        assertThat(exchange.end(Duration.ZERO, before::add)).contains(ANSWERED);
        assertThat(before).containsExactly(TOLD, TOLD);
    }

    private static Exchange.Event told(int bytes) {
        return new Exchange.Event.Told(
                Message.Notification.of("notifications/message", JsonObject.EMPTY.with("data", "x".repeat(bytes))));
    }

    @Test
    void anAnswerBehindSomethingElseOrALossIsNoAnswerYet() {
        exchange.offer(TOLD);
        exchange.offer(ANSWERED);
        assertThat(exchange.answer()).isEmpty();

        Exchange lost = new Exchange(ID);
        lost.offer(new Exchange.Event.Lost(new Loss(Loss.Cause.GONE, "gone"), true));
        assertThat(lost.answer()).isEmpty();
    }
}
