package dev.perigee.gateway.upstream.http;

import static dev.perigee.gateway.upstream.http.Conversing.answered;
import static dev.perigee.gateway.upstream.http.Conversing.initialize;
import static dev.perigee.gateway.upstream.http.Conversing.lost;
import static dev.perigee.gateway.upstream.http.Conversing.next;
import static dev.perigee.gateway.upstream.http.Conversing.request;
import static dev.perigee.gateway.upstream.http.Conversing.result;
import static dev.perigee.gateway.upstream.http.SessionScript.ASKED;
import static dev.perigee.gateway.upstream.http.SessionScript.TOLD;
import static dev.perigee.gateway.upstream.http.SessionScript.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamableHttpConnectionTest {
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
    void aChangeOfAListThatIsToldWithinACallIsForAllOfTheSession() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.calls("tools/call")) {
                wire.stream();
                wire.event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
                wire.event(result(1, "{}"));
            } else {
                session(request, wire, _ -> false);
            }
        })) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
            initialize(connection);

            assertThat(answered(connection.begin(request(1, "tools/call")))).isEqualTo(result(1, "{}"));
            assertThat(client.heard())
                    .isInstanceOfSatisfying(
                            Message.Notification.class,
                            change -> assertThat(change.method()).isEqualTo("notifications/tools/list_changed"));
            connection.close();
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
    void progressThatComesUnaskedIsForTheRequestThatItNamesAndElseForNobody() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.calls("tools/call")) {
                begun.countDown();
                told.await();
                wire.json(result(1, "{}"));
            } else {
                session(request, wire, stream -> {
                    stream.stream();
                    begun.await();
                    for (int token = 2; token >= 1; token--) {
                        stream.event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                                + "\"params\":{\"progressToken\":" + token + ",\"progress\":1}}");
                    }
                    told.await();
                    return true;
                });
            }
        })) {
            StreamableHttpConnection connection = new StreamableHttpConnection(client.client(server), client);
            initialize(connection);
            Exchange exchange = connection.begin(request(1, "tools/call"));
            assertThat(next(exchange)).isInstanceOf(Exchange.Event.Told.class);
            told.countDown();

            assertThat(answered(exchange)).isEqualTo(result(1, "{}"));
            assertThat(client.heardSoFar()).isEmpty();
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
}
