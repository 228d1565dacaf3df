package dev.perigee.gateway.upstream.http;

import static dev.perigee.gateway.upstream.http.Conversing.answered;
import static dev.perigee.gateway.upstream.http.Conversing.initialize;
import static dev.perigee.gateway.upstream.http.Conversing.lost;
import static dev.perigee.gateway.upstream.http.Conversing.request;
import static dev.perigee.gateway.upstream.http.Conversing.result;
import static dev.perigee.gateway.upstream.http.SessionScript.ASKED;
import static dev.perigee.gateway.upstream.http.SessionScript.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamableHttpEndTest {
    private static final String TOLD =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\"}}";

    private final Conversing client = new Conversing();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void whatTheServerSaysUnaskedIsHeardAlsoAfterTheStreamBroke() throws Exception {
        AtomicInteger streams = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> session(request, wire, get -> {
            if (streams.incrementAndGet() == 1) {
                get.stream();
                get.lines("id: 1\ndata: " + TOLD + "\n\n");
                get.cut();
            } else {
                get.stream();
                get.event(ASKED);
                done.await();
            }
            return true;
        }))) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
            initialize(connection);

            assertThat(client.heard())
                    .isInstanceOfSatisfying(
                            Message.Notification.class,
                            told -> assertThat(told.json()).hasToString(TOLD));
            assertThat(client.heard())
                    .isInstanceOfSatisfying(
                            Message.Request.class,
                            asked -> assertThat(asked.id()).isEqualTo(new RpcId("\"s1\"")));
            assertThat(server.next("GET").header("Last-Event-ID")).isEmpty();
            assertThat(server.next("GET").header("Last-Event-ID")).isEqualTo("1");
            connection.close();
        } finally {
            done.countDown();
        }
    }

    @Test
    void whatWaitsForTheHandshakeEndsWhenTheConversationIsClosed() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.calls("notifications/initialized")) {
                done.await();
            } else {
                session(request, wire, _ -> false);
            }
        })) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
            initialize(connection);
            Exchange exchange = connection.begin(request(1, "tools/list"));
            connection.close();

            assertThat(lost(exchange)).isEqualTo(new Exchange.Event.Lost(OpenRequests.CLOSED, false));
        } finally {
            done.countDown();
        }
    }

    @Test
    void aServerWithoutAListeningStreamIsAskedOnceAndOneThatFailsIsGivenUp() throws Exception {
        AtomicInteger gets = new AtomicInteger();
        for (int status : new int[] {405, 404, 400, 500}) {
            gets.set(0);
            CountDownLatch last = new CountDownLatch(status == 500 ? 4 : 1);
            try (FakeMcpServer server = new FakeMcpServer((request, wire) -> session(request, wire, get -> {
                gets.incrementAndGet();
                get.answer(status, "");
                last.countDown();
                return true;
            }))) {
                StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
                initialize(connection);
                assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
                for (int i = 0; i < 20; i++) {
                    assertThat(answered(connection.begin(request(1, "tools/list"))))
                            .isEqualTo(result(1, "{}"));
                }
                connection.close();
            }
            assertThat(gets).as("HTTP %s", status).hasValue(status == 500 ? 4 : 1);
        }
        assertThat(client.heardSoFar()).isEmpty();
    }

    @Test
    void aSessionThatIsUnknownWhenTheStreamComesBackEndsTheConversation() throws Exception {
        AtomicInteger gets = new AtomicInteger();
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> session(request, wire, get -> {
            if (gets.incrementAndGet() == 1) {
                get.stream();
                get.endStream();
            } else {
                get.answer(404, "");
            }
            return true;
        }))) {
            initialize(new StreamableHttpConnection(client.client(server), client));

            assertThat(client.heard())
                    .isInstanceOfSatisfying(
                            Loss.class, why -> assertThat(why.cause()).isEqualTo(Loss.Cause.SESSION_UNKNOWN));
        }
    }

    @Test
    void aServerThatGoesAwayAndDoesNotComeBackEndsTheConversation() throws Exception {
        FakeMcpServer server = new FakeMcpServer((request, wire) -> session(request, wire, get -> {
            get.stream();
            get.event(TOLD);
            get.cut();
            return true;
        }));
        try (server) {
            initialize(new StreamableHttpConnection(client.client(server), client));
            assertThat(client.heard()).isInstanceOf(Message.Notification.class);
        }

        Object heard = client.heard();
        while (heard instanceof Message.Notification) {
            heard = client.heard();
        }
        assertThat(heard)
                .isInstanceOfSatisfying(
                        Loss.class, why -> assertThat(why.cause()).isEqualTo(Loss.Cause.GONE));
    }

    @Test
    void anAnswerThatCannotBeGivenEndsTheConversation() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((_, wire) -> wire.answer(500, ""))) {
            new StreamableHttpConnection(client.client(server), client)
                    .answer(Message.Response.of(RpcId.of(1), JsonObject.EMPTY));

            assertThat(client.heard()).isEqualTo(new Loss(Loss.Cause.GONE, "HTTP 500"));
        }
    }

    @Test
    void closingWaitsForAServerThatIsSlowToForgetTheSessionButNotForEver() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.method().equals("DELETE")) {
                done.await();
            } else {
                session(request, wire, _ -> false);
            }
        })) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
            initialize(connection);
            Thread closing = Thread.ofVirtual().start(connection::close);

            assertThat(server.next("DELETE").header("Mcp-Session-Id")).isEqualTo("s-1");
            assertThat(closing.join(Conversing.WAIT_MAX)).isTrue();
        } finally {
            done.countDown();
        }
    }
}
