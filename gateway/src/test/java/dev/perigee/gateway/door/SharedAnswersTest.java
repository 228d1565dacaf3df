package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.answers.Answers;
import dev.perigee.gateway.answers.Asker;
import dev.perigee.gateway.answers.Asking;
import dev.perigee.gateway.answers.Question;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.MemoryServer;
import dev.perigee.gateway.upstream.ServerName;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients get without their server being asked, and what they never get so.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SharedAnswersTest {
    private static final String READ = "resources/read";
    private static final String X = "{\"uri\":\"x\"}";

    private final MemoryServer server = MemoryServer.modern("{\"tools\":{},\"resources\":{}}")
            .on(
                    "tools/list",
                    "{\"resultType\":\"complete\",\"tools\":[{\"name\":\"look\",\"annotations\":{\"readOnlyHint\":true},"
                            + "\"inputSchema\":{}},{\"name\":\"put\",\"inputSchema\":{}}]}");
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
    @ValueSource(strings = {"/mcp", "/mcp/s"})
    void whatHoldsForAWhileIsKeptForTheCallerItWasFor(String path) {
        server.on("resources/list", "{\"resources\":[{\"uri\":\"x\",\"name\":\"x\"}]}");
        server.on(READ, "{\"contents\":[],\"ttlMs\":1000,\"cacheScope\":\"private\"}");
        StatelessVisitor ann = as("ann", "{}", path);
        ann.result(READ, X);
        ann.result(READ, X);
        assertThat(asked(READ)).isEqualTo(1);
        Waiting.until(() -> door.ended().size() >= 2);
        assertThat(door.ended())
                .filteredOn(turn -> turn.request().method().equals(READ))
                .extracting(TurnListener.Ended::end)
                .satisfiesExactlyInAnyOrder(
                        first -> assertThat(first).isInstanceOf(TurnListener.End.Answered.class),
                        // The first may not be over yet when its client has the answer and asks again.
                        second -> assertThat(second)
                                .isInstanceOfAny(TurnListener.End.Kept.class, TurnListener.End.Shared.class));

        as("bob", "{}", path).result(READ, X);
        assertThat(asked(READ)).isEqualTo(2);

        door.pass(Duration.ofSeconds(1));
        ann.result(READ, X);
        assertThat(asked(READ)).isEqualTo(3);
    }

    @Test
    void whatIsPublicIsForAnyCallerWhoseClientCanDoTheSame() {
        server.on(READ, "{\"contents\":[],\"ttlMs\":1000,\"cacheScope\":\"public\"}");
        as("ann", "{}", "/mcp/s").result(READ, X);
        as("bob", "{}", "/mcp/s").result(READ, X);
        assertThat(asked(READ)).isEqualTo(1);

        as("bob", "{\"experimental\":{}}", "/mcp/s").result(READ, X);
        assertThat(asked(READ)).isEqualTo(2);
    }

    @Test
    void aChangeThatTheServerTellsEndsWhatIsKept() {
        server.on(READ, "{\"contents\":[],\"ttlMs\":1000}");
        StatelessVisitor ann = as("ann", "{}", "/mcp/s");
        ann.result(READ, X);
        server.talks()
                .getFirst()
                .listener()
                .heard(Message.Notification.of("notifications/resources/updated", JsonObject.of(X)));

        ann.result(READ, X);
        assertThat(asked(READ)).isEqualTo(2);
    }

    @Test
    void clientsOfBothErasGetWhatAnotherIsGetting() throws Exception {
        server.on(READ, "{\"contents\":[\"of the server\"]}");
        CompletableFuture<JsonObject> modern;
        CompletableFuture<JsonObject> legacy;
        try (Asking asking = asking()) {
            modern =
                    CompletableFuture.supplyAsync(() -> door.stateless("/mcp/s").result(READ, X));
            legacy = CompletableFuture.supplyAsync(
                    () -> door.greeted("/mcp/s", "{}").call(1, READ, X));
            asking.answered(JsonObject.of("{\"contents\":[],\"ttlMs\":1000}"));
        }

        assertThat(modern.get(20, TimeUnit.SECONDS).strings("contents")).isEmpty();
        assertThat(legacy.get(20, TimeUnit.SECONDS).object("result").orElseThrow())
                .hasToString("{\"contents\":[],\"ttlMs\":1000}");
        assertThat(asked(READ)).isZero();
        // Who came too late to wait was given what was kept.
        Waiting.until(() -> ends(TurnListener.End.Shared.class) + ends(TurnListener.End.Kept.class) == 2);
    }

    @Test
    void whoLeavesWhileAnotherGetsTheAnswerAsksForNothingAnyMore() throws Exception {
        Visitor visitor = door.greeted("/mcp/s", "{}");
        HttpResponse<Stream<String>> waiting;
        try (Asking _ = asking()) {
            waiting = door.http()
                    .sendAsync(
                            visitor.request()
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":"
                                                    + X + "}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofLines())
                    .get(20, TimeUnit.SECONDS);
            assertThat(visitor.delete().statusCode()).isEqualTo(204);
        }

        assertThat(CompletableFuture.supplyAsync(() -> waiting.body().count())).succeedsWithin(Duration.ofSeconds(20));
        assertThat(asked(READ)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"uri\":\"x\",\"_meta\":{\"progressToken\":1}}",
                "{\"uri\":\"x\",\"_meta\":{\"io.modelcontextprotocol/logLevel\":\"info\"}}"
            })
    void whoWantsToHearMoreThanTheAnswerAsksAlone(String params) {
        server.on(READ, "{\"contents\":[\"of the server\"]}");
        try (Asking _ = asking()) {
            assertThat(door.stateless("/mcp/s").result(READ, params).strings("contents"))
                    .containsExactly("of the server");
        }
    }

    @Test
    void whoMayBeAskedSomethingAsksAlone() {
        server.on(READ, "{\"contents\":[],\"ttlMs\":1000}");
        StatelessVisitor ann = as("ann", "{\"elicitation\":{}}", "/mcp/s");
        ann.result(READ, X);
        ann.result(READ, X);

        assertThat(asked(READ)).isEqualTo(2);
    }

    @Test
    void anErrorIsNobodyElses() {
        server.on(
                READ,
                (talk, request) ->
                        talk.end(request, Message.Response.of(request.id(), new RpcError(-32000, "not now"))));
        StatelessVisitor ann = as("ann", "{}", "/mcp/s");
        ann.error(READ, X);
        ann.error(READ, X);

        assertThat(asked(READ)).isEqualTo(2);
    }

    @Test
    void aToolThatOnlyReadsIsSparedOnceItHasSaidHowLongItsAnswersHold() {
        server.on("tools/call", "{\"content\":[],\"ttlMs\":1000}");
        StatelessVisitor ann = as("ann", "{}", "/mcp/s");
        String look = "{\"name\":\"look\",\"arguments\":{\"at\":%d}}";
        ann.result("tools/call", look.formatted(1));
        assertThat(asked("tools/call")).isEqualTo(1);
        // What an answer teaches may be learned only after its client has it.
        Waiting.until(() -> {
            int before = asked("tools/call");
            ann.result("tools/call", look.formatted(1));
            return asked("tools/call") == before;
        });
        int learned = asked("tools/call");
        ann.result("tools/call", look.formatted(1));
        assertThat(asked("tools/call")).isEqualTo(learned);

        ann.result("tools/call", look.formatted(2));
        assertThat(asked("tools/call")).isEqualTo(learned + 1);
    }

    @Test
    void aToolThatMayChangeSomethingIsAlwaysCalled() {
        server.on("tools/call", "{\"content\":[],\"ttlMs\":1000}");
        StatelessVisitor ann = as("ann", "{}", "/mcp/s");
        for (int call = 0; call < 4; call++) {
            ann.result("tools/call", "{\"name\":\"put\"}");
        }

        assertThat(asked("tools/call")).isEqualTo(4);
    }

    @Test
    void whoWaitsForWhatAnotherIsGettingIsToldOfAsSuch() {
        JsonObject result = JsonObject.of("{\"contents\":[]}");
        try (Asking _ = asking();
                Share share = new Share(door.answers().claim(question()), _ -> {})) {
            assertThat(share.spared(result)).isEqualTo(new TurnListener.End.Shared(result));
        }
    }

    /// As if somebody else were asking what clients here ask.
    private Asking asking() {
        door.stateless("/mcp/s").result("server/discover", "{}");
        return ((Answers.Claim.Ask) door.answers().claim(question())).asking();
    }

    private static Question question() {
        return Question.of(
                        new ServerName("s"),
                        READ,
                        JsonObject.of(X),
                        new Asker(Caller.ANYBODY.name(), "", JsonObject.EMPTY, ""),
                        false)
                .orElseThrow();
    }

    private StatelessVisitor as(String caller, String capabilities, String path) {
        return door.stateless(path).declaring(capabilities).with("Authorization", "Bearer " + caller);
    }

    private long ends(Class<? extends TurnListener.End> kind) {
        return door.ended().stream()
                .map(TurnListener.Ended::end)
                .filter(kind::isInstance)
                .count();
    }

    private int asked(String method) {
        return server.talks().stream()
                .mapToInt(talk -> talk.requests(method).size())
                .sum();
    }
}
