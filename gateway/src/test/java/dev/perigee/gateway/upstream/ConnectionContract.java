package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What every connection keeps, whatever carries it. The server at the other end knows these methods: `echo` answers
/// `{"method":"echo"}`; `fail` answers error -32000; `tell` tells `notifications/progress` with token `"t"` three times
/// and answers; `ask` asks `elicitation/create` and answers when it was answered; `later` never answers, until `now` is
/// asked for, whose answer comes first; `changed` tells `notifications/tools/list_changed` and answers; `die` ends it.
public abstract class ConnectionContract {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final AtomicLong ids = new AtomicLong();
    protected final HeardByListener listener = new HeardByListener();

    protected abstract Connection connect(Connection.Listener listener) throws Exception;

    @Test
    void aRequestIsAnswered() throws Exception {
        try (Connection connection = connect(listener)) {
            assertThat(answer(connection.begin(request("echo"))).result().orElseThrow())
                    .hasToString("{\"method\":\"echo\"}");
            assertThat(answer(connection.begin(request("fail")))
                            .error()
                            .orElseThrow()
                            .value("code"))
                    .hasValueSatisfying(code -> assertThat(code).asString().isEqualTo("-32000"));
        }
    }

    @Test
    void whatIsToldOfARequestComesBeforeItsAnswer() throws Exception {
        try (Connection connection = connect(listener)) {
            Exchange exchange = connection.begin(
                    request("tell", JsonObject.of("{\"_meta\":{\"progressToken\":\"t\"},\"name\":\"x\"}")));

            for (int i = 0; i < 3; i++) {
                assertThat(next(exchange, Exchange.Event.Told.class)
                                .notification()
                                .method())
                        .isEqualTo("notifications/progress");
            }
            answer(exchange);
        }
    }

    @Test
    void theServerAsksWithinARequestAndIsAnswered() throws Exception {
        try (Connection connection = connect(listener)) {
            Exchange exchange = connection.begin(request("ask"));
            Message.Request asked = next(exchange, Exchange.Event.Asked.class).request();
            assertThat(asked.method()).isEqualTo("elicitation/create");
            connection.answer(Message.Response.of(asked.id(), JsonObject.of("{\"action\":\"decline\"}")));
            answer(exchange);
        }
    }

    @Test
    void answersMayComeInAnotherOrder() throws Exception {
        try (Connection connection = connect(listener)) {
            Exchange first = connection.begin(request("later"));
            Exchange second = connection.begin(request("now"));

            assertThat(answer(second).id()).isEqualTo(second.id());
            assertThat(answer(first).id()).isEqualTo(first.id());
        }
    }

    @Test
    void changesOfListsAreForTheListener() throws Exception {
        try (Connection connection = connect(listener)) {
            answer(connection.begin(request("changed")));

            assertThat(listener.next(Message.Notification.class).method())
                    .isEqualTo("notifications/tools/list_changed");
        }
    }

    @Test
    void aDeadServerEndsEveryExchange() throws Exception {
        try (Connection connection = connect(listener)) {
            Exchange waiting = connection.begin(request("later"));
            Exchange deadly = connection.begin(request("die"));

            assertThat(next(waiting, Exchange.Event.Lost.class).sent()).isTrue();
            assertThat(next(deadly, Exchange.Event.Lost.class).why().cause()).isEqualTo(Loss.Cause.GONE);
        }
    }

    @Test
    void theLossIsHeardBeforeTheExchangesEndWithIt() throws Exception {
        try (Connection connection = connect(listener)) {
            next(connection.begin(request("die")), Exchange.Event.Lost.class);

            assertThat(listener.isEmpty()).isFalse();
            assertThat(listener.next(Loss.class).cause()).isEqualTo(Loss.Cause.GONE);
        }
    }

    @Test
    void closingEndsEveryExchangeAndWhatComesLaterIsLostUnsent() throws Exception {
        Connection connection = connect(listener);
        Exchange before = connection.begin(request("later"));
        connection.close();
        Exchange after = connection.begin(request("echo"));
        connection.send(Message.Notification.of("notifications/x", JsonObject.EMPTY));

        assertThat(next(before, Exchange.Event.Lost.class).why().cause()).isEqualTo(Loss.Cause.CLOSED);
        assertThat(next(after, Exchange.Event.Lost.class).sent()).isFalse();
    }

    protected final Message.Request request(String method) {
        return request(method, JsonObject.of("{\"name\":\"x\"}"));
    }

    protected final Message.Request request(String method, JsonObject params) {
        return Message.Request.of(RpcId.of(ids.incrementAndGet()), method, params);
    }

    protected static Message.Response answer(Exchange exchange) throws InterruptedException {
        return next(exchange, Exchange.Event.Answered.class).response();
    }

    protected static <T extends Exchange.Event> T next(Exchange exchange, Class<T> kind) throws InterruptedException {
        Exchange.Event next = exchange.next(DEADLINE).orElseThrow(() -> new AssertionError("Nothing came"));
        assertThat(next).isInstanceOf(kind);
        return kind.cast(next);
    }
}
