package dev.perigee.gateway.upstream.http;

import static dev.perigee.gateway.upstream.http.Conversing.answered;
import static dev.perigee.gateway.upstream.http.Conversing.initialize;
import static dev.perigee.gateway.upstream.http.Conversing.lost;
import static dev.perigee.gateway.upstream.http.Conversing.notification;
import static dev.perigee.gateway.upstream.http.Conversing.request;
import static dev.perigee.gateway.upstream.http.Conversing.result;
import static dev.perigee.gateway.upstream.http.SessionScript.TOLD;
import static dev.perigee.gateway.upstream.http.SessionScript.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamableHttpTroubleTest {
    private final Conversing client = new Conversing();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void anUnknownSessionEndsTheConversation() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.calls("slow")) {
                slow.await();
            } else if (request.calls("tools/call")) {
                wire.answer(404, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32001,\"message\":\"?\"}}");
            } else {
                session(request, wire, _ -> false);
            }
        })) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
            initialize(connection);
            Exchange other = connection.begin(request(1, "slow"));
            Exchange exchange = connection.begin(request(2, "tools/call"));

            assertThat(lost(exchange)).satisfies(end -> {
                assertThat(client.heardSoFar()).containsExactly(end.why());
                assertThat(end.why().cause()).isEqualTo(Loss.Cause.SESSION_UNKNOWN);
                assertThat(end.sent()).isFalse();
            });
            assertThat(lost(other).sent()).isTrue();
            assertThat(client.heard()).isEqualTo(lost(exchange).why());
            assertThat(lost(connection.begin(request(3, "ping"))).sent()).isFalse();
        } finally {
            slow.countDown();
        }
    }

    @Test
    void aRefusalForWantOfCredentialsKeepsTheChallenge() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((_, wire) -> wire.answer(
                401,
                "",
                "WWW-Authenticate: Bearer resource_metadata=\"https://x/y\", x=\"" + "y".repeat(2_000) + "\""))) {
            Exchange exchange =
                    new StreamableHttpConnection(client.client(server), client).begin(request(1, "initialize"));

            assertThat(lost(exchange)).satisfies(end -> {
                assertThat(end.why().cause()).isEqualTo(Loss.Cause.UNAUTHORIZED);
                assertThat(end.why().explanation())
                        .startsWith("HTTP 401: Bearer resource_metadata=\"https://x/y\"")
                        .hasSize(1_000);
                assertThat(end.sent()).isFalse();
            });
        }
    }

    @Test
    void anErrorStatusWithAJsonRpcErrorIsAnAnswer() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((_, wire) ->
                wire.answer(400, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"no\"}}"))) {
            Exchange exchange =
                    new StreamableHttpConnection(client.client(server), client).begin(request(7, "initialize"));

            assertThat(answered(exchange))
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32600,\"message\":\"no\"}}");
        }
    }

    @Test
    void aServerThatCannotBeReachedHasSurelyNotSeenTheRequest() throws Exception {
        FakeMcpServer server = new FakeMcpServer((_, _) -> {});
        EndpointClient endpoint = client.client(server);
        server.close();

        Exchange.Event.Lost end = lost(new StreamableHttpConnection(endpoint, client).begin(request(1, "initialize")));

        assertThat(end.sent()).isFalse();
        assertThat(end.why().cause()).isEqualTo(Loss.Cause.GONE);
    }

    @Test
    void aServerThatHangsUpMayHaveSeenTheRequest() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((_, wire) -> wire.cut())) {
            Exchange exchange =
                    new StreamableHttpConnection(client.client(server), client).begin(request(1, "initialize"));

            assertThat(lost(exchange).sent()).isTrue();
        }
    }

    @Test
    void aWrongIdHurtsOnlyItsOwnRequest() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.calls("a")) {
                wire.json(result(99, "{}"));
            } else if (request.calls("b")) {
                wire.stream();
                wire.event(result(1, "{}"));
                wire.endStream();
            } else {
                wire.json(result(3, "{}"));
            }
        })) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);

            assertThat(lost(connection.begin(request(1, "a"))).why().cause()).isEqualTo(Loss.Cause.MISBEHAVED);
            assertThat(lost(connection.begin(request(2, "b"))).why().explanation())
                    .isEqualTo("a response to 1 instead of 2");
            assertThat(answered(connection.begin(request(3, "c")))).isEqualTo(result(3, "{}"));
        }
    }

    @Test
    void aMessageAboveTheBoundHurtsOnlyItsOwnRequest() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.calls("ping")) {
                wire.json(result(3, "{}"));
                return;
            }
            wire.raw("HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\nContent-Type: "
                    + (request.calls("json") ? "application/json" : "text/event-stream") + "\r\n\r\ndata: ");
            byte[] part = "x".repeat(8 * 1024).getBytes(StandardCharsets.UTF_8);
            for (int sent = 0; sent < 104_857_600; sent += part.length) {
                wire.raw(part);
            }
        })) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);

            for (Exchange large :
                    List.of(connection.begin(request(1, "json")), connection.begin(request(2, "stream")))) {
                assertThat(lost(large).why())
                        .isEqualTo(new Loss(Loss.Cause.MISBEHAVED, "a message of more than 65536 bytes"));
            }
            assertThat(answered(connection.begin(request(3, "ping")))).isEqualTo(result(3, "{}"));
        }
    }

    @Test
    void aStallingServerHoldsUpNoOtherRequestUntilItsConnectionsAreUsedUp() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.calls("stall")) {
                done.await();
            }
            wire.json(result(50, "{}"));
        })) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
            for (int id = 1; id <= 3; id++) {
                connection.begin(request(id, "stall"));
            }
            assertThat(answered(connection.begin(request(50, "ping")))).isEqualTo(result(50, "{}"));
            for (int id = 4; id <= 14; id++) {
                connection.begin(request(id, "stall"));
            }
            Exchange.Event.Lost end = lost(connection.begin(request(60, "ping")));
            assertThat(end.why().cause()).isEqualTo(Loss.Cause.STALLED);
            assertThat(end.sent()).isFalse();
            connection.close();
        } finally {
            done.countDown();
        }
    }

    @Test
    void anAnswerThatIsNoMcpIsSaidSo() throws Exception {
        try (FakeMcpServer server =
                new FakeMcpServer((_, wire) -> wire.answer(200, "<html>", "Content-Type: text/html"))) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);

            assertThat(lost(connection.begin(request(1, "initialize"))).why())
                    .isEqualTo(new Loss(Loss.Cause.MISBEHAVED, "HTTP 200 without a response"));
        }
    }

    @Test
    void aNotificationThatIsRefusedHurtsNothing() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.calls("ping")) {
                wire.json(result(1, "{}"));
            } else {
                wire.answer(400, "");
                refused.countDown();
            }
        })) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
            connection.send(notification("notifications/x"));
            assertThat(refused.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(answered(connection.begin(request(1, "ping")))).isEqualTo(result(1, "{}"));
            assertThat(client.heardSoFar()).isEmpty();
        }
    }

    @Test
    void aFloodThatNobodyTakesEndsItsOwnRequestAndItsStream() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.calls("ping")) {
                wire.json(result(2, "{}"));
                return;
            }
            wire.stream();
            try {
                while (true) {
                    wire.event(TOLD);
                }
            } catch (IOException e) {
                gone.countDown();
                throw e;
            }
        })) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
            Exchange exchange = connection.begin(request(1, "tools/call"));

            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(lost(exchange).why().cause()).isEqualTo(Loss.Cause.MISBEHAVED);
            assertThat(answered(connection.begin(request(2, "ping")))).isEqualTo(result(2, "{}"));
        }
    }

    @Test
    void anEventIdThatCannotBeSentBackLosesItsRequest() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((_, wire) -> {
            wire.stream();
            wire.lines("id: a\u000bb\ndata:\n\n");
            wire.cut();
        })) {
            assertThat(lost(new StreamableHttpConnection(client.client(server), client).begin(request(1, "tools/call")))
                            .sent())
                    .isTrue();
        }
    }
}
