package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.answers.Answers;
import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.GatewayEvents;
import dev.perigee.gateway.upstream.MemoryServer;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.http.HttpEdge;
import dev.perigee.http.Problems;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DoorTest {
    private static final String NOTHING = "{}";

    private final MemoryServer files = new MemoryServer("{\"tools\":{}}")
            .on(
                    "tools/list",
                    "{\"tools\":[{\"name\":\"read\",\"inputSchema\":{\"type\":\"object\"}},{\"name\":\"list\"}]}")
            .on(
                    "tools/call",
                    (talk, request) -> talk.answer(
                            request,
                            JsonObject.EMPTY.with(
                                    "called", request.params().string("name").orElse("?"))));
    private final MemoryServer notes = new MemoryServer("{\"tools\":{},\"prompts\":{}}")
            .on("tools/list", "{\"tools\":[{\"name\":\"read\"}]}")
            .on("prompts/list", "{\"prompts\":[{\"name\":\"sum up\"}]}");
    private final Upstreams upstreams = new Upstreams();
    private final Catalog catalog = new Catalog(Catalog.Bounds.DEFAULT, InstantSource.system());
    private final ExecutorService logic = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpEdge edge = new HttpEdge(logic, 100, Problems.COMMON);
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Boolean> endedOnThreadOfItsOwn = new LinkedBlockingQueue<>();
    private final TurnListener turns = new TurnListener() {
        @Override
        public void began(ServerName server) {
            heard.add("began " + server);
        }

        @Override
        public void ended(Ended turn) {
            heard.add("ended " + turn.server() + " " + turn.request().method());
            endedOnThreadOfItsOwn.add(Thread.currentThread().isVirtual());
        }
    };
    private @Nullable Door door;
    private int port;

    @BeforeEach
    void open() throws IOException {
        put("notes", notes);
        put("files", files);
        door = new Door(
                _ -> Caller.ANYBODY,
                new Door.Means(
                        upstreams,
                        catalog,
                        new Answers(Answers.Bounds.DEFAULT, InstantSource.system()),
                        turns,
                        InstantSource.system(),
                        DoorLimits.DEFAULT),
                new SplittableRandom(1));
        door.addTo(edge, RebindingGate.onLoopback(), 1 << 20);
        port = edge.listen("127.0.0.1", 0);
    }

    @AfterEach
    void close() {
        // First, and not in an orderly way: that would wait for what a test leaves unanswered.
        http.shutdownNow();
        edge.stopListening();
        edge.close();
        logic.shutdownNow();
    }

    @Test
    void allToolsAreListedUnderPublicNamesInTheOrderOfTheServers() {
        Visitor visitor = greeted("/mcp", NOTHING);

        JsonObject result =
                visitor.call(1, "tools/list", NOTHING).object("result").orElseThrow();

        assertThat(result.objects("tools"))
                .extracting(tool -> tool.string("name").orElse("?"))
                .containsExactly("files__read", "files__list", "notes__read");
        assertThat(result.objects("tools").getFirst().object("inputSchema")).isPresent();
    }

    @Test
    void aCallGoesToTheServerThatHasTheToolUnderItsOwnName() {
        Visitor visitor = greeted("/mcp", NOTHING);

        assertThat(visitor.call(1, "tools/call", "{\"name\":\"files__read\"}")
                        .object("result")
                        .orElseThrow())
                .hasToString("{\"called\":\"read\"}");
        assertThat(visitor.call(2, "tools/call", "{\"name\":\"files__write\"}")
                        .object("error")
                        .orElseThrow()
                        .string("message"))
                .contains("nothing is called \"files__write\"");
    }

    @Test
    void eachRequestThatWentToAServerIsToldOfAtItsBeginningAndItsEnd() throws Exception {
        Visitor visitor = greeted("/mcp", NOTHING);
        visitor.call(1, "tools/list", NOTHING);
        visitor.call(2, "tools/call", "{\"name\":\"nobody__read\"}");
        assertThat(heard).isEmpty();
        visitor.call(3, "tools/call", "{\"name\":\"files__read\"}");

        // The client has its answer before the listener hears of it.
        visitor.delete();
        edge.stopListening();
        logic.shutdown();
        assertThat(logic.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(heard).containsExactly("began files", "ended files tools/call");
    }

    @Test
    void aSmallAnswerIsPassedOnWhereItComesInAndALargeOneOnAThreadOfItsOwn() throws Exception {
        files.on(
                "tools/call",
                (talk, request) -> talk.answer(
                        request,
                        JsonObject.EMPTY.with(
                                "text",
                                "x".repeat(request.params().integer("size").orElse(0)))));
        Visitor visitor = greeted("/mcp/files", NOTHING);
        visitor.call(1, "tools/call", "{\"size\":10}");
        assertThat(endedOnThreadOfItsOwn.poll(20, TimeUnit.SECONDS)).isFalse();

        JsonObject large = visitor.call(2, "tools/call", "{\"size\":70000}");
        assertThat(endedOnThreadOfItsOwn.poll(20, TimeUnit.SECONDS)).isTrue();
        assertThat(large.bytes()).hasSizeGreaterThan(70_000);
    }

    @Test
    void clientsAreCountedUntilTheyLeave() {
        Visitor visitor = greeted("/mcp", NOTHING);
        greeted("/mcp", NOTHING);
        assertThat(Objects.requireNonNull(door).clients()).isEqualTo(2);
        visitor.delete();
        assertThat(Objects.requireNonNull(door).clients()).isEqualTo(1);
    }

    @Test
    void beforeOneServerItsOwnNamesAndGreetingHold() {
        Visitor visitor = new Visitor(http, URI.create("http://127.0.0.1:" + port + "/mcp/notes"));

        assertThat(visitor.greet(NOTHING).object("serverInfo").orElseThrow().string("name"))
                .contains("memory");
        assertThat(visitor.call(1, "prompts/list", NOTHING).object("result").orElseThrow())
                .hasToString("{\"prompts\":[{\"name\":\"sum up\"}]}");
    }

    @Test
    void whatAServerSaysMeanwhileComesFirstWithTheTokenOfTheClient() {
        files.on("tools/call", (talk, request) -> {
            JsonObject token = request.params().object("_meta").orElseThrow();
            talk.exchange(request)
                    .offer(new Exchange.Event.Told(Message.Notification.of(
                            "notifications/progress",
                            JsonObject.EMPTY
                                    .with(
                                            "progressToken",
                                            token.value("progressToken").orElseThrow())
                                    .with("message", "half"))));
            talk.answer(request, JsonObject.EMPTY);
        });
        Visitor visitor = greeted("/mcp/files", NOTHING);

        List<JsonObject> messages =
                Visitor.messages(visitor.post("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"tools/call\","
                        + "\"params\":{\"name\":\"read\",\"_meta\":{\"progressToken\":\"mine\"}}}"));

        assertThat(messages.getFirst().object("params").orElseThrow().string("progressToken"))
                .contains("mine");
        assertThat(messages.getLast().string("id")).contains("x");
    }

    @Test
    void aQuestionOfTheServerIsAnsweredByTheClientThatCalled() throws Exception {
        files.on(
                "tools/call",
                (talk, request) -> talk.exchange(request)
                        .offer(new Exchange.Event.Asked(
                                Message.Request.of(new RpcId("\"q\""), "sampling/createMessage", JsonObject.EMPTY))));
        Visitor visitor = greeted("/mcp/files", "{\"sampling\":{}}");
        var answer = http.sendAsync(
                visitor.request()
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"read\"}}"))
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
        JsonObject question = answer.get()
                .body()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> JsonObject.of(line.substring(6)))
                .findFirst()
                .orElseThrow();

        HttpResponse<String> taken = visitor.post(
                "{\"jsonrpc\":\"2.0\",\"id\":" + new String(question.value("id").orElseThrow(), StandardCharsets.UTF_8)
                        + ",\"result\":{\"role\":\"assistant\"}}");

        assertThat(taken.statusCode()).isEqualTo(202);
        assertThat(files.talks().getLast().received().getLast().json())
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"result\":{\"role\":\"assistant\"}}");
    }

    @Test
    void beforeAllServersALevelOfLogsGoesToThoseThatHaveAnyAlsoIfTheyComeLater() {
        files.on("initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{},\"logging\":{}}}");
        Visitor visitor = greeted("/mcp", "{\"roots\":{}}");

        assertThat(visitor.call(1, "logging/setLevel", "{\"level\":\"loud\"}")
                        .object("error")
                        .orElseThrow()
                        .string("message"))
                .contains("level \"loud\": expected debug, info, notice, warning, error, critical, alert, emergency");
        assertThat(visitor.call(2, "logging/setLevel", "{\"level\":\"error\"}").object("result"))
                .isPresent();
        visitor.call(3, "tools/call", "{\"name\":\"files__read\"}");
        visitor.call(4, "tools/call", "{\"name\":\"files__read\"}");

        assertThat(files.talks().getLast().requests("logging/setLevel"))
                .singleElement()
                .satisfies(
                        request -> assertThat(request.params().string("level")).contains("error"));
        assertThat(notes.talks())
                .allSatisfy(
                        talk -> assertThat(talk.requests("logging/setLevel")).isEmpty());
    }

    @Test
    void aServerThatDiesTakesOnlyWhatItWasDoingWithIt() {
        files.on("tools/call", (talk, _) -> talk.die());
        Visitor visitor = greeted("/mcp/files", NOTHING);

        JsonObject lost = visitor.call(1, "tools/call", "{\"name\":\"read\"}");
        files.on("tools/call", "{\"again\":true}");

        assertThat(lost.object("error").orElseThrow().string("message"))
                .hasValueSatisfying(message -> assertThat(message).contains("exit code 1"));
        assertThat(visitor.call(2, "tools/call", "{\"name\":\"read\"}")
                        .object("result")
                        .orElseThrow())
                .hasToString("{\"again\":true}");
        assertThat(files.talks()).hasSize(2);
    }

    @Test
    void clientsThatCannotBeAskedShareAConversationAndOthersDoNot() {
        greeted("/mcp/files", NOTHING);
        greeted("/mcp/files", NOTHING);
        assertThat(files.talks()).hasSize(1);

        greeted("/mcp/files", "{\"roots\":{}}");
        Visitor last = greeted("/mcp/files", "{\"roots\":{}}");
        assertThat(files.talks()).hasSize(3);

        assertThat(last.delete().statusCode()).isEqualTo(204);
        assertThat(files.talks()).extracting(MemoryServer.Talk::isClosed).containsExactly(false, false, true);
    }

    @Test
    void whoIsNotKnownOrComesFromElsewhereIsKeptOut() {
        Visitor stranger = new Visitor(http, URI.create("http://127.0.0.1:" + port + "/mcp"));
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

        assertThat(stranger.post(ping).statusCode()).isEqualTo(400);
        assertThat(stranger.send(stranger.request()
                                .header("Mcp-Session-Id", "nobody")
                                .POST(HttpRequest.BodyPublishers.ofString(ping)))
                        .statusCode())
                .isEqualTo(404);
        assertThat(stranger.send(stranger.request()
                                .header("Origin", "http://evil.example")
                                .POST(HttpRequest.BodyPublishers.ofString(ping)))
                        .statusCode())
                .isEqualTo(403);
    }

    private Visitor greeted(String path, String capabilities) {
        Visitor visitor = new Visitor(http, URI.create("http://127.0.0.1:" + port + path));
        visitor.greet(capabilities);
        return visitor;
    }

    private void put(String name, MemoryServer server) {
        upstreams.put(new Upstream(
                new ServerName(name),
                catalog.hearing(new ServerName(name), server),
                new Upstream.Surroundings(InstantSource.system(), GatewayEvents.NONE, Duration.ofSeconds(5))));
    }
}
