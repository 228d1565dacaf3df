package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testkit.mcp.fault.Discovery;
import dev.perigee.testkit.mcp.fault.FaultyServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What servers do wrong, over stdio and over HTTP: the call that meets it ends with an error in time, a call of the
/// same server is answered again soon, and other servers never notice.
final class FaultyServersIT {
    private static final Duration AGAIN_MAX = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration FLOOD_MAX = Duration.ofSeconds(40);
    private static final List<String> FAULTS =
            List.of("die", "die-in-stream", "hang", "drip", "flood", "wrong-id", "babble", "well");

    @RegisterExtension
    static final Processes processes = Processes.untilClassEnds();

    @TempDir
    static Path data;

    private static final HttpClient http = HttpClient.newHttpClient();
    private static FaultyServer overHttp;
    private static URI door;

    @BeforeAll
    static void open() throws Exception {
        overHttp = FaultyServer.http(Discovery.ANSWERS);
        Map<String, Object> servers = new TreeMap<>();
        for (String fault : FAULTS) {
            // One server for each fault: what one did must not be held against the next.
            servers.put(fault + "-stdio", GatewayUp.program(FaultyServer.stdio(Discovery.ANSWERS)));
            servers.put(fault + "-http", GatewayUp.at(overHttp.url()));
        }
        door = GatewayUp.start(processes, data, servers);
        // All at once: within their share of the processor they start slowly.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<McpVisitor>> greetings = FAULTS.stream()
                    .map(fault -> threads.submit(() -> visitor(fault, "stdio")))
                    .toList();
            for (Future<McpVisitor> greeting : greetings) {
                greeting.get();
            }
        }
    }

    @AfterAll
    static void close() {
        overHttp.close();
        http.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "http"})
    void aServerThatDiesInACallIsSaidToBeLostAndIsThereAgain(String transport) throws Exception {
        McpVisitor visitor = visitor("die", transport);
        assertThat(error(visitor.call(1, "die", ""))).contains("lost");
        assertWell("die", transport);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "http"})
    void aServerThatDiesInAStreamIsSaidToBeLostAfterWhatItHadSaid(String transport) throws Exception {
        McpVisitor visitor = visitor("die-in-stream", transport);
        List<JsonNode> messages = visitor.beginCall(1, "die_in_stream", "").get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(messages).hasSize(2);
        assertThat(messages.getFirst().path("method").asString()).isEqualTo("notifications/progress");
        assertThat(messages.getFirst().path("params").path("progressToken").asString())
                .isEqualTo("token");
        assertThat(error(messages.getLast())).contains("lost");
        assertWell("die-in-stream", transport);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "http"})
    void aCallThatHangsHoldsUpNobodyAndItsCancellationReachesTheServer(String transport) throws Exception {
        McpVisitor visitor = visitor("hang", transport);
        int before = Integer.parseInt(text(visitor.call(0, "cancellations", "")));
        CompletableFuture<List<JsonNode>> hanging = visitor.beginCall(1, "hang", "");
        assertThat(text(visitor.call(2, "echo", "meanwhile"))).isEqualTo("meanwhile");
        assertThat(hanging).isNotDone();

        visitor.tell("notifications/cancelled", "{\"requestId\":1,\"reason\":\"enough\"}");
        hanging.get(SOON.toSeconds(), TimeUnit.SECONDS);
        Await.until(
                "the server hears of it",
                SOON,
                () -> Integer.parseInt(text(visitor.call(3, "cancellations", ""))) == before + 1);
        assertWell("hang", transport);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "http"})
    void anAnswerThatComesByteByByteIsWhole(String transport) throws Exception {
        String text = "drop by drop, \u00fc and \\ and \" included".repeat(20);
        assertThat(text(visitor("drip", transport).call(1, "drip", text))).isEqualTo(text);
        assertWell("drip", transport);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "http"})
    void anAnswerOfAHundredMegabytesEndsInAnErrorThatNamesTheLimit(String transport) throws Exception {
        CompletableFuture<List<JsonNode>> flood = visitor("flood", transport).beginCall(1, "flood", "");
        assertThat(text(visitor("well", transport).call(1, "echo", "meanwhile")))
                .isEqualTo("meanwhile");
        assertThat(error(flood.get(FLOOD_MAX.toSeconds(), TimeUnit.SECONDS).getLast()))
                .containsPattern("\\d{4,}");
        assertWell("flood", transport);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "http"})
    void anAnswerToAnotherIdAnswersNobody(String transport) throws Exception {
        McpVisitor visitor = visitor("wrong-id", transport);
        CompletableFuture<List<JsonNode>> waiting = visitor.beginCall(1, "wrong_id", "not for you");
        assertThat(text(visitor.call(2, "echo", "mine"))).isEqualTo("mine");
        visitor.tell("notifications/cancelled", "{\"requestId\":1}");
        // Over HTTP the exchange has ended with an error by then; who has cancelled hears nothing more.
        assertThat(waiting.get(SOON.toSeconds(), TimeUnit.SECONDS)).allSatisfy(answer -> {
            assertThat(answer.path("id").asInt()).isEqualTo(1);
            assertThat(error(answer)).doesNotContain("not for you");
        });
        assertWell("wrong-id", transport);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "http"})
    void aHundredMegabytesOfTalkBesidesTheProtocolLoseNoAnswer(String transport) throws Exception {
        JsonNode answer = visitor("babble", transport)
                .beginCall(1, "babble", "after all that")
                .get(FLOOD_MAX.toSeconds(), TimeUnit.SECONDS)
                .getLast();
        // Over HTTP it is in the middle of the answer, whose size is bounded.
        assertThat(transport.equals("stdio") ? text(answer) : error(answer)).isNotEmpty();
        assertWell("babble", transport);
    }

    private static void assertWell(String fault, String transport) throws Exception {
        assertThat(text(visitor("well", transport).call(9, "echo", "well"))).isEqualTo("well");
        McpVisitor visitor = visitorAgain(fault, transport);
        Await.until(
                fault + " answers again",
                AGAIN_MAX,
                () -> text(visitor.call(9, "echo", "again")).equals("again"));
    }

    /// Greeting a server that is being restarted may be refused for a while.
    private static McpVisitor visitorAgain(String fault, String transport) throws Exception {
        McpVisitor[] visitor = new McpVisitor[1];
        Await.until(fault + " is greeted again", AGAIN_MAX, () -> {
            try {
                visitor[0] = visitor(fault, transport);
                return true;
            } catch (AssertionError _) {
                return false;
            }
        });
        return visitor[0];
    }

    private static McpVisitor visitor(String fault, String transport) throws Exception {
        return McpVisitor.greeting(http, URI.create(door + "/" + fault + "-" + transport), "{}");
    }

    private static String text(JsonNode response) {
        return response.path("result").path("content").path(0).path("text").asString("");
    }

    private static String error(JsonNode response) {
        return response.path("error").path("message").asString("no error: " + response);
    }
}
