package dev.perigee.gateway.upstream.http;

import static dev.perigee.gateway.upstream.http.Conversing.answered;
import static dev.perigee.gateway.upstream.http.Conversing.initialize;
import static dev.perigee.gateway.upstream.http.Conversing.lost;
import static dev.perigee.gateway.upstream.http.Conversing.next;
import static dev.perigee.gateway.upstream.http.Conversing.notification;
import static dev.perigee.gateway.upstream.http.Conversing.request;
import static dev.perigee.gateway.upstream.http.Conversing.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamableHttpConnectionTest {
    private static final String WELCOME = result(0, "{\"protocolVersion\":\"2025-11-25\"}");
    private static final String TOLD =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progress\":1}}";
    private static final String ASKED = "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"method\":\"roots/list\"}";

    private final Conversing client = new Conversing();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void theSessionAndVersionOfTheHandshakeGoWithEverythingAfterIt() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> session(request, wire, _ -> false))) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
            initialize(connection);
            assertThat(answered(connection.begin(request(1, "tools/list")))).isEqualTo(result(1, "{}"));
            connection.close();

            FakeMcpServer.Received first = server.next();
            assertThat(first.header("Mcp-Session-Id")).isEmpty();
            assertThat(first.header("Accept")).isEqualTo("application/json, text/event-stream");
            assertThat(first.header("Content-Type")).isEqualTo("application/json");
            assertThat(server.next().calls("notifications/initialized")).isTrue();
            FakeMcpServer.Received delete = server.next();
            boolean listened = false;
            while (!delete.method().equals("DELETE")) {
                listened |= delete.method().equals("GET");
                assertThat(delete.header("Mcp-Session-Id")).isEqualTo("s-1");
                assertThat(delete.header("MCP-Protocol-Version")).isEqualTo("2025-11-25");
                delete = server.next();
            }
            assertThat(listened).isTrue();
            assertThat(delete.header("Mcp-Session-Id")).isEqualTo("s-1");
            assertThat(lost(connection.begin(request(2, "ping"))))
                    .isEqualTo(new Exchange.Event.Lost(OpenRequests.CLOSED, false));
            assertThat(client.heardSoFar()).isEmpty();
        }
    }

    @Test
    void whatFollowsTheHandshakeDoesNotOvertakeIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicInteger early = new AtomicInteger();
        CountDownLatch announced = new CountDownLatch(1);
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.calls("notifications/initialized")) {
                asked.await();
                announced.countDown();
                wire.answer(202, "");
            } else if (request.calls("tools/list")) {
                early.addAndGet(announced.getCount() > 0 ? 1 : 0);
                wire.json(result(1, "{}"));
            } else {
                session(request, wire, _ -> false);
            }
        })) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
            initialize(connection);
            Exchange exchange = connection.begin(request(1, "tools/list"));
            asked.countDown();

            assertThat(answered(exchange)).isEqualTo(result(1, "{}"));
            assertThat(early).hasValue(0);
        }
    }

    @Test
    void aStreamBringsWhatBelongsToTheRequestAndThenItsResponse() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.calls("tools/call")) {
                wire.stream();
                wire.event(TOLD);
                wire.event(ASKED);
            } else if (request.body().contains("\"id\":\"s1\"")) {
                wire.answer(202, "");
            } else {
                wire.json(result(2, "{}"));
            }
            if (request.calls("tools/call")) {
                for (byte b : ("data: " + result(1, "{\"x\":\"ä\"}") + "\r\n\r\n").getBytes(StandardCharsets.UTF_8)) {
                    wire.raw("1\r\n");
                    wire.raw(new byte[] {b});
                    wire.raw("\r\n");
                }
                wire.endStream();
            }
        })) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
            Exchange exchange = connection.begin(request(1, "tools/call"));

            assertThat(next(exchange))
                    .isInstanceOfSatisfying(
                            Exchange.Event.Told.class,
                            told -> assertThat(told.notification().json()).hasToString(TOLD));
            assertThat(next(exchange))
                    .isInstanceOfSatisfying(
                            Exchange.Event.Asked.class,
                            asked -> connection.answer(
                                    Message.Response.of(asked.request().id(), JsonObject.EMPTY)));
            assertThat(answered(exchange)).isEqualTo(result(1, "{\"x\":\"ä\"}"));
            assertThat(server.next().calls("tools/call")).isTrue();
            assertThat(server.next().body()).isEqualTo(result(0, "{}").replace("\"id\":0", "\"id\":\"s1\""));
        }
    }

    @Test
    void aBrokenStreamIsTakenUpBehindItsLastEvent() throws Exception {
        AtomicInteger comebacks = new AtomicInteger();
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.method().equals("POST")) {
                wire.stream();
                wire.lines("retry: 5\nid: e1\ndata:\n\n");
                wire.lines("id: e2\ndata: " + TOLD + "\n\nid: e3\ndata: {\"half");
                wire.cut();
                return;
            }
            switch (comebacks.incrementAndGet()) {
                case 1 -> wire.answer(503, "");
                case 2 -> {
                    wire.stream();
                    wire.lines("id: e4\ndata: " + TOLD + "\n\n");
                    wire.endStream();
                }
                default -> {
                    wire.stream();
                    wire.event(result(1, "{}"));
                    wire.endStream();
                }
            }
        })) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
            Exchange exchange = connection.begin(request(1, "tools/call"));

            assertThat(next(exchange)).isInstanceOf(Exchange.Event.Told.class);
            assertThat(next(exchange)).isInstanceOf(Exchange.Event.Told.class);
            assertThat(answered(exchange)).isEqualTo(result(1, "{}"));
            assertThat(server.next("GET").header("Last-Event-ID")).isEqualTo("e2");
            assertThat(server.next("GET").header("Last-Event-ID")).isEqualTo("e2");
            assertThat(server.next("GET").header("Last-Event-ID")).isEqualTo("e4");
        }
    }

    @Test
    void aStreamThatBreaksWithoutEventIdsLosesItsRequestOnly() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.calls("tools/call")) {
                wire.stream();
                wire.event(TOLD);
                wire.cut();
            } else {
                wire.json(result(2, "{}"));
            }
        })) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
            Exchange exchange = connection.begin(request(1, "tools/call"));
            assertThat(next(exchange)).isInstanceOf(Exchange.Event.Told.class);
            Exchange.Event.Lost end = lost(exchange);

            assertThat(end.sent()).isTrue();
            assertThat(end.why().cause()).isEqualTo(Loss.Cause.GONE);
            assertThat(answered(connection.begin(request(2, "ping")))).isEqualTo(result(2, "{}"));
        }
    }

    @Test
    void aStreamThatNobodyLetsResumeIsLostInTheEnd() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.method().equals("POST")) {
                wire.stream();
                wire.lines("id: e1\ndata:\n\n");
                wire.cut();
            } else {
                wire.answer(500, "");
            }
        })) {
            Exchange exchange =
                    new StreamableHttpConnection(client.client(server), client).begin(request(1, "tools/call"));

            assertThat(lost(exchange).sent()).isTrue();
        }
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
    void aCancelledRequestEndsOnceTheServerWasTold() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.calls("tools/call")) {
                wire.stream();
                done.await();
            } else {
                wire.answer(202, "");
            }
        })) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
            Exchange exchange = connection.begin(request(1, "tools/call"));
            server.next();
            connection.send(Message.Notification.of("notifications/cancelled", JsonObject.of("{\"requestId\":1}")));

            assertThat(lost(exchange).why()).isEqualTo(new Loss(Loss.Cause.CLOSED, "cancelled"));
            assertThat(server.next().calls("notifications/cancelled")).isTrue();
        } finally {
            done.countDown();
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

    @Test
    void conversationsThatShareTheirWayToAServerNeverSeeEachOthersAnswers() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            int id = Integer.parseInt(request.body().replaceAll(".*\"id\":(\\d+).*", "$1"));
            String mine = request.body().replaceAll(".*\"method\":(\"client-\\d+\").*", "$1");
            if (id % 2 == 0) {
                wire.json(result(id, mine));
            } else {
                wire.stream();
                wire.event(result(id, mine));
                wire.endStream();
            }
        })) {
            EndpointClient endpoint = client.client(server);
            List<Callable<Boolean>> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "client-" + i;
                clients.add(() -> {
                    StreamableHttpConnection connection = new StreamableHttpConnection(endpoint, client);
                    for (int id = 1; id <= 100; id++) {
                        assertThat(answered(connection.begin(request(id, name))))
                                .isEqualTo(result(id, "\"" + name + "\""));
                    }
                    return true;
                });
            }
            try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Boolean> done : each.invokeAll(clients)) {
                    assertThat(done.get()).isTrue();
                }
            }
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

    private interface GetScript {
        boolean served(FakeMcpServer.Wire wire) throws IOException, InterruptedException;
    }

    /// A server with a session; without a stream for what it says unasked, unless `get` makes one.
    private static void session(FakeMcpServer.Received request, FakeMcpServer.Wire wire, GetScript get)
            throws IOException, InterruptedException {
        if (request.calls("initialize")) {
            wire.json(WELCOME, "Mcp-Session-Id: s-1");
        } else if (request.method().equals("GET")) {
            if (!get.served(wire)) {
                wire.answer(405, "");
            }
        } else if (request.method().equals("DELETE")) {
            wire.answer(204, "");
        } else if (request.body().contains("\"id\"")) {
            wire.json(result(1, "{}"));
        } else {
            wire.answer(202, "");
        }
    }
}
