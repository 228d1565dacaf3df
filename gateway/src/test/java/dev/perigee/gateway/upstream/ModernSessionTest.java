package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ModernSessionTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final ClientProfile CLIENT = new ClientProfile(
            JsonObject.of("{\"elicitation\":{}}"), JsonObject.of("{\"name\":\"c\",\"version\":\"1\"}"));

    private final HeardByListener listener = new HeardByListener();
    private final MemoryServer server =
            MemoryServer.modern("{\"tools\":{\"listChanged\":true},\"logging\":{},\"resources\":{\"subscribe\":true}}");

    @Test
    void whatIsRequiredIsAskedAndGoesWithTheRequestSentAgain() throws Exception {
        server.on(
                "tools/call",
                (talk, request) -> talk.answer(
                        request,
                        request.params().has("inputResponses")
                                ? JsonObject.of("{\"resultType\":\"complete\",\"done\":true}")
                                : JsonObject.of(
                                        "{\"resultType\":\"input_required\",\"requestState\":\"s1\",\"inputRequests\":"
                                                + "{\"who\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"Who?\"}}}}")));
        UpstreamSession session = open();

        Exchange exchange = session.begin("tools/call", JsonObject.of("{\"name\":\"t\"}"));
        Message.Request question = next(exchange, Exchange.Event.Asked.class).request();
        session.answer(Message.Response.of(question.id(), JsonObject.of("{\"action\":\"accept\"}")));
        Message.Response answer = next(exchange, Exchange.Event.Answered.class).response();

        assertThat(question.method()).isEqualTo("elicitation/create");
        assertThat(question.params().string("message")).contains("Who?");
        assertThat(answer.result().orElseThrow()).hasToString("{\"done\":true}");
        JsonObject again = talk().requests("tools/call").getLast().params();
        assertThat(again.string("requestState")).contains("s1");
        assertThat(again.object("inputResponses").orElseThrow()).hasToString("{\"who\":{\"action\":\"accept\"}}");
    }

    @Test
    void aQuestionThatTheClientRefusesIsTheEndOfTheCall() throws Exception {
        server.on(
                "tools/call",
                "{\"resultType\":\"input_required\",\"inputRequests\":"
                        + "{\"who\":{\"method\":\"elicitation/create\",\"params\":{}}}}");
        UpstreamSession session = open();

        Exchange exchange = session.begin("tools/call", JsonObject.of("{\"name\":\"t\"}"));
        Message.Request question = next(exchange, Exchange.Event.Asked.class).request();
        session.answer(Message.Response.of(question.id(), new RpcError(-1, "not now")));

        assertThat(next(exchange, Exchange.Event.Answered.class)
                        .response()
                        .error()
                        .orElseThrow()
                        .string("message"))
                .contains("the client did not answer who: not now");
    }

    @Test
    void aCallWhoseArgumentsTheServerMissesAsHeadersIsSentOnceMoreAfterItsToolsWereRead() throws Exception {
        server.on("tools/list", "{\"tools\":[]}").on("tools/call", (talk, request) -> {
            if (talk.requests("tools/list").isEmpty()) {
                talk.end(
                        request,
                        Message.Response.of(request.id(), new RpcError(RpcError.HEADER_MISMATCH, "no header")));
            } else {
                talk.answer(request, JsonObject.of("{\"content\":[]}"));
            }
        });
        UpstreamSession session = open();

        Exchange exchange = session.begin("tools/call", JsonObject.of("{\"name\":\"x\"}"));

        assertThat(next(exchange, Exchange.Event.Answered.class)
                        .response()
                        .result()
                        .orElseThrow())
                .hasToString("{\"content\":[]}");
    }

    @Test
    void aRequestThatSpeaksForItselfGoesThroughAsItIs() throws Exception {
        server.on("tools/call", "{\"resultType\":\"input_required\",\"inputRequests\":{}}");

        Exchange exchange = open().begin(
                        "tools/call",
                        JsonObject.of("{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}"));

        assertThat(next(exchange, Exchange.Event.Answered.class)
                        .response()
                        .result()
                        .orElseThrow()
                        .string("resultType"))
                .contains("input_required");
    }

    @Test
    void theLevelOfLogsGoesWithEachRequest() throws Exception {
        server.on("tools/call", "{}");
        UpstreamSession session = open();

        next(session.begin("logging/setLevel", JsonObject.of("{\"level\":\"error\"}")), Exchange.Event.Answered.class);
        next(session.begin("tools/call", JsonObject.EMPTY), Exchange.Event.Answered.class);
        Message.Response refused = next(
                        session.begin("logging/setLevel", JsonObject.of("{\"level\":\"loud\"}")),
                        Exchange.Event.Answered.class)
                .response();

        assertThat(talk().requests("tools/call")
                        .getFirst()
                        .params()
                        .object("_meta")
                        .orElseThrow()
                        .string("io.modelcontextprotocol/logLevel"))
                .contains("error");
        assertThat(refused.errorCode()).isEqualTo(RpcError.INVALID_PARAMS);
        assertThat(talk().requests("logging/setLevel")).isEmpty();
    }

    @Test
    void changesAreHeardAsTheLegacyEraHasThem() throws Exception {
        UpstreamSession session = open();
        next(
                session.begin("resources/subscribe", JsonObject.of("{\"uri\":\"note://1\"}")),
                Exchange.Event.Answered.class);
        Message.Request subscription = talk().requests("subscriptions/listen").getLast();

        talk().tell(
                        subscription,
                        "notifications/resources/updated",
                        JsonObject.of(
                                "{\"uri\":\"note://1\",\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":3}}"));

        assertThat(listener.next(Message.Notification.class).params()).hasToString("{\"uri\":\"note://1\"}");
        assertThat(talk().requests("subscriptions/listen")
                        .getFirst()
                        .params()
                        .object("notifications")
                        .orElseThrow())
                .hasToString("{\"toolsListChanged\":true}");
        assertThat(subscription.params().object("notifications").orElseThrow())
                .hasToString("{\"resourceSubscriptions\":[\"note://1\"]}");
    }

    @Test
    void whatMayHaveChangedWhileNobodyListenedIsTold() throws Exception {
        open();
        Message.Request first = talk().requests("subscriptions/listen").getFirst();

        talk().exchange(first)
                .offer(new Exchange.Event.Lost(new Loss(Loss.Cause.GONE, "the stream ended early"), true));

        assertThat(listener.next(Message.Notification.class).method()).isEqualTo("notifications/tools/list_changed");
        assertThat(talk().requests("subscriptions/listen")).hasSize(2);
    }

    @Test
    void aCancelledCallIsCancelledAtTheServer() throws Exception {
        server.on("tools/call", (_, _) -> {});
        UpstreamSession session = open();
        Exchange exchange = session.begin("tools/call", JsonObject.EMPTY);
        await(() -> !talk().requests("tools/call").isEmpty());

        session.cancel(exchange, "enough");

        await(() -> talk().received().stream()
                .anyMatch(message -> message.json()
                        .string("method")
                        .filter("notifications/cancelled"::equals)
                        .isPresent()));
    }

    private UpstreamSession open() throws Exception {
        return new SessionOpening(Transport.HTTP).open(server, CLIENT, listener, Duration.ofSeconds(5));
    }

    private MemoryServer.Talk talk() {
        return server.talks().getLast();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static <T extends Exchange.Event> T next(Exchange exchange, Class<T> kind) throws InterruptedException {
        Exchange.Event next = exchange.next(DEADLINE).orElseThrow(() -> new AssertionError("Nothing came"));
        assertThat(next).isInstanceOf(kind);
        return kind.cast(next);
    }
}
