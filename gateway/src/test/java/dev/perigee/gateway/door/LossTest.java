package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.MemoryServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients see when a server is lost, when they give up, and when they are not heard of.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LossTest {
    private final MemoryServer server = new MemoryServer("{\"tools\":{},\"resources\":{},\"prompts\":{}}")
            .on(
                    "tools/list",
                    "{\"tools\":[{\"name\":\"look\",\"annotations\":{\"readOnlyHint\":true}},"
                            + "{\"name\":\"put\",\"annotations\":{\"idempotentHint\":true}},{\"name\":\"add\"}]}");
    private final OpenDoor door = OpenDoor.before(DoorLimits.DEFAULT);

    @BeforeEach
    void open() {
        door.put("s", server);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"look", "put"})
    void aCallThatCanBeRepeatedIsSentOnceMoreInANewSession(String tool) {
        dieOnceAt("tools/call");
        Visitor visitor = door.greeted("/mcp/s", "{}");

        JsonObject answer = visitor.call(1, "tools/call", "{\"name\":\"" + tool + "\"}");

        assertThat(answer.object("result").orElseThrow()).hasToString("{\"again\":true}");
        assertThat(server.talks()).hasSize(2);
        assertThat(door.ended()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"resources/read", "prompts/get"})
    void soIsWhatOnlyReadsAndForModernClientsToo(String method) {
        dieOnceAt(method);

        JsonObject result = door.stateless("/mcp/s").result(method, "{\"name\":\"x\",\"uri\":\"x\"}");

        assertThat(result.isTrue("again")).isTrue();
    }

    @Test
    void aCallThatMayHaveBeenDoneIsNotRepeatedAndTheErrorSaysThatTheClientMay() {
        server.on("tools/call", (talk, _) -> talk.die());
        Visitor visitor = door.greeted("/mcp/s", "{}");

        JsonObject error = visitor.call(1, "tools/call", "{\"name\":\"add\"}")
                .object("error")
                .orElseThrow();

        assertThat(error.string("message"))
                .hasValueSatisfying(
                        message -> assertThat(message).isEqualTo("the server was lost while it did this: exit code 1"));
        assertThat(error.object("data").orElseThrow())
                .hasToString("{\"retryable\":true,\"server\":\"s\",\"reason\":\"gone\"}");
        assertThat(server.talks().stream()
                        .mapToInt(talk -> talk.requests("tools/call").size())
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void whatAClientFollowsIsSubscribedAgainOnceItsServerIsBackAndToldAsChanged() throws Exception {
        server.on("resources/subscribe", "{}");
        Visitor visitor = door.greeted("/mcp/s", "{}");
        visitor.call(1, "resources/subscribe", "{\"uri\":\"note://1\"}");
        CompletableFuture<HttpResponse<Stream<String>>> own =
                door.http().sendAsync(visitor.request().GET().build(), HttpResponse.BodyHandlers.ofLines());

        server.talks().getFirst().die();

        Waiting.until(() -> server.talks().size() == 2
                && !server.talks().getLast().requests("resources/subscribe").isEmpty());
        assertThat(server.talks().getLast().requests("resources/subscribe"))
                .singleElement()
                .satisfies(request -> assertThat(request.params()).hasToString("{\"uri\":\"note://1\"}"));
        try (Stream<String> lines = own.get(20, TimeUnit.SECONDS).body()) {
            assertThat(lines.filter(line -> line.contains("notifications/")).findFirst())
                    .hasValueSatisfying(line ->
                            assertThat(line).contains("resources/updated").contains("note://1"));
        }
    }

    @Test
    void aServerMaySayNothingAsLongAsItIsConfiguredTo() {
        MemoryServer silent = new MemoryServer("{\"tools\":{}}").on("tools/call", (_, _) -> {});
        door.put("silent", silent, Duration.ofMillis(50));

        JsonObject legacy = door.greeted("/mcp/silent", "{}").call(1, "tools/call", "{\"name\":\"x\"}");
        JsonObject modern = door.stateless("/mcp/silent").error("tools/call", "{\"name\":\"x\"}");

        assertThat(legacy.object("error").flatMap(error -> error.string("message")))
                .hasValueSatisfying(message -> assertThat(message).startsWith("the server said nothing for"));
        assertThat(modern.string("message"))
                .hasValueSatisfying(message -> assertThat(message).startsWith("the server said nothing for"));
    }

    @Test
    void whoCannotBeAskedIsNotAskedWhatMayBeForAnother() {
        List<Message.Response> refused = new CopyOnWriteArrayList<>();
        server.on("tools/call", (talk, request) -> talk.ask(request, "q", "sampling/createMessage"));
        server.onResponse((talk, response) -> {
            refused.add(response);
            talk.answer(talk.requests("tools/call").getFirst(), JsonObject.of("{\"done\":true}"));
        });

        JsonObject answer = door.greeted("/mcp/s", "{}").call(1, "tools/call", "{\"name\":\"add\"}");

        assertThat(answer.object("result").orElseThrow()).hasToString("{\"done\":true}");
        assertThat(refused)
                .singleElement()
                .satisfies(response -> assertThat(response.errorCode()).isEqualTo(RpcError.METHOD_NOT_FOUND));
    }

    @Test
    void itIsRepeatedOnceAndNotForEver() {
        server.on("resources/read", (talk, _) -> talk.die());

        JsonObject error = door.stateless("/mcp/s").error("resources/read", "{\"uri\":\"x\"}");

        assertThat(error.object("data").orElseThrow().isTrue("retryable")).isTrue();
        assertThat(server.talks().stream()
                        .mapToInt(talk -> talk.requests("resources/read").size())
                        .sum())
                .isEqualTo(2);
    }

    @Test
    void aCallThatTheClientCancelledGetsNoAnswer() throws Exception {
        server.on("tools/call", (_, _) -> {});
        Visitor visitor = door.greeted("/mcp/s", "{}");
        CompletableFuture<HttpResponse<String>> answer = door.http()
                .sendAsync(
                        visitor.request()
                                .POST(HttpRequest.BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,"
                                        + "\"method\":\"tools/call\",\"params\":{\"name\":\"add\"}}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        Waiting.until(() -> server.talks().stream()
                .anyMatch(talk -> !talk.requests("tools/call").isEmpty()));

        // The server has the request before the door knows it as running, by very little.
        Waiting.until(() -> {
            visitor.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");
            return answer.isDone();
        });

        assertThat(answer.get(20, TimeUnit.SECONDS).body()).doesNotContain("\"id\":1");
        Waiting.until(() -> !door.ended().isEmpty());
        assertThat(door.ended())
                .singleElement()
                .satisfies(turn -> assertThat(turn.end()).isInstanceOf(TurnListener.End.Cancelled.class));
        assertThat(server.talks().getFirst().received())
                .anySatisfy(
                        message -> assertThat(message.json().string("method")).contains("notifications/cancelled"));
    }

    @Test
    void aClientThatDoesNothingForTooLongIsForgottenAndLeavesItsServers() {
        Visitor visitor = door.greeted("/mcp/s", "{\"roots\":{}}");
        door.pass(DoorLimits.DEFAULT.idleMax().minusMinutes(1));
        visitor.call(1, "ping", "{}");
        door.pass(Duration.ofMinutes(2));
        assertThat(visitor.post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}")
                        .statusCode())
                .isEqualTo(200);

        door.pass(DoorLimits.DEFAULT.idleMax().plusSeconds(1));

        assertThat(visitor.post("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"ping\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.talks().getFirst().isClosed()).isTrue();
    }

    private void dieOnceAt(String method) {
        server.on(method, (talk, request) -> {
            server.on(method, "{\"again\":true}");
            talk.die();
        });
    }
}
