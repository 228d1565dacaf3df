package dev.perigee.gateway.upstream.http;

import static dev.perigee.gateway.upstream.http.Conversing.answered;
import static dev.perigee.gateway.upstream.http.Conversing.lost;
import static dev.perigee.gateway.upstream.http.Conversing.next;
import static dev.perigee.gateway.upstream.http.Conversing.request;
import static dev.perigee.gateway.upstream.http.Conversing.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatelessHttpConnectionTest {
    private static final String VERSION = "2026-07-28";

    private final Conversing client = new Conversing();

    @AfterEach
    void close() {
        client.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tools/call|{\"name\":\"read\"}|read",
                "prompts/get|{\"name\":\"häh\"}|=?base64?aMOkaA==?=",
                "resources/read|{\"uri\":\"file:///a b\"}|file:///a b",
                "tasks/get|{\"taskId\":\"t1\"}|t1",
                "tools/list|{\"name\":\"read\"}|",
            })
    void theHeadersSayWhatTheBodySays(String method, String params, String name) throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((_, wire) -> wire.json(result(1, "{}")))) {
            StatelessHttpConnection connection = to(server);
            answered(connection.begin(Message.Request.of(RpcId.of(1), method, JsonObject.of(params))));

            FakeMcpServer.Received received = server.next();
            assertThat(received.header("Mcp-Method")).isEqualTo(method);
            assertThat(received.header("Mcp-Name")).isEqualTo(name == null ? "" : name);
            assertThat(received.header("MCP-Protocol-Version")).isEqualTo(VERSION);
            assertThat(received.header("Mcp-Param-Region")).isEqualTo("eu");
        }
    }

    @Test
    void theVersionInTheMessageIsTheVersionInTheHeader() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((_, wire) -> wire.json(result(1, "{}")))) {
            JsonObject params =
                    JsonObject.of("{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2027-01-01\"}}");
            answered(to(server).begin(Message.Request.of(RpcId.of(1), "server/discover", params)));

            assertThat(server.next().header("MCP-Protocol-Version")).isEqualTo("2027-01-01");
        }
    }

    @Test
    void aValueThatLooksEncodedOrHasSpacesAtItsEndsIsEncoded() {
        assertThat(MirroredHeaders.encoded("=?base64?x?="))
                .startsWith("=?base64?")
                .isNotEqualTo("=?base64?x?=");
        assertThat(MirroredHeaders.encoded(" x")).isEqualTo("=?base64?IHg=?=");
        assertThat(MirroredHeaders.encoded("a\r\nHost: b")).startsWith("=?base64?");
        assertThat(MirroredHeaders.encoded("a b\tc")).isEqualTo("a b\tc");
    }

    @Test
    void aNotFoundWithAnErrorIsAnAnswer() throws Exception {
        String error = "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"?\"}}";
        try (FakeMcpServer server = new FakeMcpServer((_, wire) -> wire.answer(404, error))) {
            assertThat(answered(to(server).begin(request(1, "x")))).isEqualTo(error);
        }
    }

    @Test
    void cancellingClosesTheStreamAndSaysNothing() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        try (FakeMcpServer server = new FakeMcpServer((_, wire) -> {
            wire.stream();
            try {
                wire.event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}");
                while (true) {
                    wire.lines(":".repeat(1_000) + "\n");
                }
            } catch (IOException e) {
                gone.countDown();
                throw e;
            }
        })) {
            StatelessHttpConnection connection = to(server);
            Exchange exchange = connection.begin(request(1, "tools/call"));
            assertThat(next(exchange)).isInstanceOf(Exchange.Event.Told.class);
            connection.send(Message.Notification.of("notifications/cancelled", JsonObject.of("{\"requestId\":1}")));

            assertThat(lost(exchange).why()).isEqualTo(new Loss(Loss.Cause.CLOSED, "cancelled"));
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aBrokenStreamIsNotTakenUpAgain() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((_, wire) -> {
            wire.stream();
            wire.lines("id: 1\ndata:\n\n");
            wire.cut();
        })) {
            assertThat(lost(to(server).begin(request(1, "tools/call")))).satisfies(end -> {
                assertThat(end.why().cause()).isEqualTo(Loss.Cause.GONE);
                assertThat(end.sent()).isTrue();
            });
        }
    }

    @Test
    void aServerThatAsksInAStreamMisbehaves() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((_, wire) -> {
            wire.stream();
            wire.event("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\"}");
            wire.endStream();
        })) {
            assertThat(lost(to(server).begin(request(1, "tools/call"))).why().cause())
                    .isEqualTo(Loss.Cause.MISBEHAVED);
        }
    }

    @Test
    void closingEndsWhatIsOpen() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (FakeMcpServer server = new FakeMcpServer((_, _) -> done.await())) {
            StatelessHttpConnection connection = to(server);
            Exchange exchange = connection.begin(request(1, "subscriptions/listen"));
            server.next();
            connection.close();

            assertThat(lost(exchange)).isEqualTo(new Exchange.Event.Lost(OpenRequests.CLOSED, true));
        } finally {
            done.countDown();
        }
    }

    @Test
    void whatSurelyWasNotSentGoesToAnotherReplica() throws Exception {
        FakeMcpServer dead = new FakeMcpServer((_, _) -> {});
        try (FakeMcpServer server = new FakeMcpServer((_, wire) -> wire.json(result(1, "{}")))) {
            ReplicaSet<EndpointClient> replicas = replicas(dead, server);
            StatelessHttpConnection connection = to(replicas);
            dead.close();
            for (int i = 0; i < 4; i++) {
                assertThat(answered(connection.begin(request(1, "tools/call")))).isEqualTo(result(1, "{}"));
            }

            assertThat(replicas.standings())
                    .extracting(ReplicaSet.Standing::ejected)
                    .containsExactly(true, false);
            assertThat(replicas.standings())
                    .extracting(ReplicaSet.Standing::outstanding)
                    .containsExactly(0, 0);
        }
    }

    @Test
    void whatMayHaveBeenSentDoesNot() throws Exception {
        try (FakeMcpServer broken = new FakeMcpServer((_, wire) -> wire.cut());
                FakeMcpServer server = new FakeMcpServer((_, wire) -> wire.json(result(1, "{}")))) {
            assertThat(lost(to(replicas(broken, server)).begin(request(1, "tools/call")))
                            .sent())
                    .isTrue();
        }
    }

    @Test
    void withNoReplicaFitTheRequestIsRefusedAtOnce() throws Exception {
        FakeMcpServer dead = new FakeMcpServer((_, _) -> {});
        ReplicaSet<EndpointClient> replicas = replicas(dead);
        dead.close();
        StatelessHttpConnection connection = to(replicas);
        assertThat(lost(connection.begin(request(1, "ping"))).sent()).isFalse();
        assertThat(lost(connection.begin(request(2, "ping"))).sent()).isFalse();

        assertThat(lost(connection.begin(request(3, "ping"))))
                .isEqualTo(new Exchange.Event.Lost(
                        new Loss(Loss.Cause.GONE, "no replica is fit; the next is tried in 60 s"), false));
    }

    private ReplicaSet<EndpointClient> replicas(FakeMcpServer... servers) {
        return new ReplicaSet<>(
                Stream.of(servers).map(client::client).toList(),
                new ReplicaSet.Settings(2, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ZERO),
                () -> 0);
    }

    private StatelessHttpConnection to(FakeMcpServer server) {
        return to(ReplicaSet.single(client.client(server)));
    }

    private StatelessHttpConnection to(ReplicaSet<EndpointClient> replicas) {
        return new StatelessHttpConnection(client.loop(), replicas, VERSION, _ -> Map.of("Mcp-Param-Region", "eu"));
    }
}
