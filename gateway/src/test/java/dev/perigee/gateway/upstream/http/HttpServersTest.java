package dev.perigee.gateway.upstream.http;

import static dev.perigee.gateway.upstream.http.Conversing.answered;
import static dev.perigee.gateway.upstream.http.Conversing.initialize;
import static dev.perigee.gateway.upstream.http.Conversing.lost;
import static dev.perigee.gateway.upstream.http.Conversing.request;
import static dev.perigee.gateway.upstream.http.Conversing.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HttpServersTest {
    private static final ReplicaSet.Settings SETTINGS =
            new ReplicaSet.Settings(2, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ZERO);
    private static final String MODERN =
            "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"},\"name\":\"t\"";

    private final Conversing client = new Conversing();
    private final AtomicLong nanos = new AtomicLong();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void aSessionStaysAtTheReplicaThatGaveIt() throws Exception {
        try (FakeMcpServer one = session("one");
                FakeMcpServer other = session("other");
                HttpServers servers = servers(one, other)) {
            Connection first = opened(servers);
            Connection second = opened(servers);
            for (int i = 1; i < 10; i++) {
                assertThat(answered(first.begin(request(i, "tools/call")))).contains("one");
                assertThat(answered(second.begin(request(i, "tools/call")))).contains("other");
            }
            first.close();
            second.close();
        }
    }

    @Test
    void aSessionWhoseReplicaDiesIsLostAndTheNextOneIsAtAnother() throws Exception {
        FakeMcpServer one = session("one");
        try (FakeMcpServer other = session("other");
                HttpServers servers = servers(one, other)) {
            Connection first = opened(servers);
            assertThat(answered(first.begin(request(1, "tools/call")))).contains("one");
            one.close();

            assertThat(lost(first.begin(request(2, "tools/call"))).why().cause())
                    .isEqualTo(Loss.Cause.GONE);
            assertThat(client.heard())
                    .isInstanceOfSatisfying(
                            Loss.class, loss -> assertThat(loss.cause()).isEqualTo(Loss.Cause.GONE));
            for (int i = 0; i < 3; i++) {
                assertThat(answered(opened(servers).begin(request(1, "tools/call"))))
                        .contains("other");
            }
        }
    }

    @Test
    void theOnlyReplicasSessionIsNotLostWhenItIsAwayForAMoment() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (FakeMcpServer only = new FakeMcpServer((request, wire) -> {
                    if (request.calls("tools/call") && calls.getAndIncrement() == 0) {
                        wire.answer(503, "");
                    } else {
                        serve("only", request, wire);
                    }
                });
                HttpServers servers = servers(only)) {
            Connection session = opened(servers);
            assertThat(lost(session.begin(request(1, "tools/call"))).why().cause())
                    .isEqualTo(Loss.Cause.GONE);

            assertThat(answered(session.begin(request(2, "tools/call")))).contains("only");
            assertThat(client.heardSoFar()).isEmpty();
        }
    }

    @Test
    void withAllReplicasOutASessionIsRefusedAtOnceWithWhenToComeBack() throws Exception {
        FakeMcpServer one = session("one");
        FakeMcpServer other = session("other");
        try (HttpServers servers = servers(one, other)) {
            one.close();
            other.close();
            for (int i = 0; i < 2; i++) {
                assertThat(lost(servers.converse(client).begin(request(0, "initialize")))
                                .sent())
                        .isFalse();
            }
            nanos.addAndGet(Duration.ofSeconds(20).toNanos());

            assertThat(lost(servers.converse(client).begin(request(0, "initialize")))
                            .why()
                            .explanation())
                    .isEqualTo("no replica is fit; the next is tried in 40 s");
            assertThat(servers.standings())
                    .extracting(HttpServers.Standing::outstanding)
                    .containsOnly(0);
        }
    }

    @Test
    void aRequestOfTheStatelessEraGoesWhereThereIsLeastToDo() throws Exception {
        try (FakeMcpServer one = new FakeMcpServer((_, wire) -> wire.json(result(1, "{\"by\":\"one\"}")));
                FakeMcpServer other = new FakeMcpServer((_, wire) -> wire.json(result(1, "{\"by\":\"other\"}")));
                HttpServers servers = servers(one, other)) {
            Connection connection = servers.converse(client);
            Set<String> by = new HashSet<>();
            for (int i = 0; i < 4; i++) {
                by.add(answered(connection.begin(modern("tools/call", ""))));
            }

            assertThat(by).hasSize(2);
            assertThat(one.next().header("Mcp-Method")).isEqualTo("tools/call");
        }
    }

    @Test
    void whatIsListenedToForEverShowsAtOnceThatTheServerIsBack() throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        try (FakeMcpServer only = new FakeMcpServer((request, wire) -> {
                    if (away.get()) {
                        wire.answer(503, "");
                    } else if (request.calls("subscriptions/listen")) {
                        wire.stream();
                        wire.event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\"}");
                    } else {
                        wire.json(result(1, "{}"));
                    }
                });
                HttpServers servers = servers(only)) {
            Connection connection = servers.converse(client);
            for (int i = 0; i < SETTINGS.failuresMax(); i++) {
                assertThat(Conversing.next(connection.begin(modern("tools/call", ""))))
                        .isInstanceOf(Exchange.Event.Lost.class);
            }
            away.set(false);
            nanos.addAndGet(SETTINGS.ejectedMin().toNanos());
            Exchange listening = connection.begin(
                    Message.Request.of(RpcId.of(2), "subscriptions/listen", JsonObject.of(MODERN + "}")));
            assertThat(Conversing.next(listening)).isInstanceOf(Exchange.Event.Told.class);

            assertThat(answered(connection.begin(modern("tools/call", "")))).contains("result");
        }
    }

    @Test
    void whatIsSafeIsAskedElsewhereWhenItsAnswerIsLostAndWhatIsNotIsNot() throws Exception {
        try (FakeMcpServer broken = new FakeMcpServer((_, wire) -> wire.cut());
                FakeMcpServer well = new FakeMcpServer((_, wire) -> wire.json(result(1, "{}")));
                HttpServers servers = servers(broken, well)) {
            assertThat(answered(servers.converse(client).begin(modern("tools/list", ""))))
                    .isEqualTo(result(1, "{}"));
            assertThat(well.next().calls("tools/list")).isTrue();
        }
        try (FakeMcpServer ill = new FakeMcpServer((_, wire) -> wire.answer(502, ""));
                FakeMcpServer well = new FakeMcpServer((_, wire) -> wire.json(result(1, "{}")));
                HttpServers servers = servers(ill, well)) {
            assertThat(answered(servers.converse(client).begin(modern("resources/read", ""))))
                    .isEqualTo(result(1, "{}"));
            well.next();
            // One after the other, so one of them is at the one that is ill.
            long lost = Stream.of(servers.converse(client), servers.converse(client))
                    .map(connection -> connection.begin(modern("tools/call", "")))
                    .toList()
                    .stream()
                    .map(HttpServersTest::end)
                    .filter(end -> end.equals("lost, perhaps done"))
                    .count();
            assertThat(lost).isEqualTo(1);
        }
    }

    @Test
    void whatAToolWantsAsHeadersIsLearntFromItsList() throws Exception {
        String tools = "{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\",\"properties\":"
                + "{\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"}}}}]}";
        try (FakeMcpServer server = new FakeMcpServer((_, wire) -> wire.json(result(1, tools)));
                HttpServers servers = servers(server)) {
            answered(servers.converse(client).begin(modern("tools/list", "")));
            answered(servers.converse(client).begin(modern("tools/call", ",\"arguments\":{\"region\":\"eu\"}")));

            assertThat(server.next().header("Mcp-Param-Region")).isEmpty();
            assertThat(server.next().header("Mcp-Param-Region")).isEqualTo("eu");
        }
    }

    @Test
    void theOldTransportOpensItsStreamAtAReplicaThatIsThere() throws Exception {
        FakeMcpServer dead = session("dead");
        try (FakeMcpServer old = new FakeMcpServer((request, wire) -> {
                    if (request.method().equals("GET")) {
                        wire.stream();
                        wire.lines("event: endpoint\ndata: /in\n\n");
                        wire.event(result(0, "{\"protocolVersion\":\"2024-11-05\"}"));
                    } else {
                        wire.answer(202, "");
                    }
                });
                HttpServers servers = servers(true, Optional.empty(), dead, old)) {
            dead.close();
            Connection connection = servers.converse(client);

            assertThat(answered(connection.begin(request(0, "initialize")))).contains("2024-11-05");
            connection.close();
        }
    }

    @Test
    void aHealthCheckFindsOutWhoIsAwayBeforeAnybodyIsSentThere() throws Exception {
        FakeMcpServer one = session("one");
        try (FakeMcpServer other = session("other");
                HttpServers servers = servers(false, Optional.of(Duration.ofMillis(5)), one, other)) {
            assertThat(one.next().calls("ping")).isTrue();
            one.close();
            while (!servers.standings().getFirst().ejected()) {
                // Each look at the other is a step of the first one's too.
                other.next();
            }

            assertThat(servers.standings())
                    .extracting(HttpServers.Standing::ejected)
                    .containsExactly(true, false);
        }
    }

    private static String end(Exchange exchange) {
        try {
            return switch (Conversing.next(exchange)) {
                case Exchange.Event.Lost(Loss _, boolean sent) -> sent ? "lost, perhaps done" : "lost";
                default -> "answered";
            };
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Message.Request modern(String method, String more) {
        return Message.Request.of(RpcId.of(1), method, JsonObject.of(MODERN + more + "}"));
    }

    private Connection opened(HttpServers servers) throws InterruptedException {
        Connection connection = servers.converse(client);
        initialize(connection);
        return connection;
    }

    private static FakeMcpServer session(String name) {
        return new FakeMcpServer((request, wire) -> serve(name, request, wire));
    }

    private static void serve(String name, FakeMcpServer.Received request, FakeMcpServer.Wire wire)
            throws IOException, InterruptedException {
        if (request.calls("tools/call")) {
            String id = request.body().replaceAll(".*\"id\":(\\d+).*", "$1");
            wire.json(result(Long.parseLong(id), "{\"by\":\"" + name + "\"}"));
        } else {
            SessionScript.session(request, wire, _ -> false);
        }
    }

    private HttpServers servers(FakeMcpServer... replicas) throws IOException {
        return servers(false, Optional.empty(), replicas);
    }

    private HttpServers servers(boolean old, Optional<Duration> checkedEvery, FakeMcpServer... replicas)
            throws IOException {
        List<Endpoint> endpoints = Stream.of(replicas)
                .map(replica -> Endpoint.of(replica.url()).withLimits(Conversing.SMALL))
                .toList();
        return new HttpServers(
                endpoints,
                new HttpServers.Manner(old, checkedEvery, SETTINGS),
                new HttpServers.Surroundings(client.vertx(), new Random(1), nanos::get));
    }
}
