package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.SatelliteList;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.broadcast.BroadcastCommands;
import dev.perigee.protocol.broadcast.BroadcastList;
import dev.perigee.protocol.broadcast.BroadcastMembers;
import dev.perigee.protocol.broadcast.BroadcastState;
import dev.perigee.protocol.broadcast.BroadcastView;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.registration.Registration;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Labels;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Targets and broadcasts as a caller and satellites of somebody else's making see them.
class BroadcastApiTest {
    private static final String PING = "\"command\":{\"type\":\"ping\"}";

    @TempDir
    private Path directory;

    private RunningServer server;
    private final Map<String, SatelliteKey> keys = new HashMap<>();
    private int sessions;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        server = new RunningServer(directory);
        for (String name : List.of("a", "b", "c")) {
            register(name, "web", Map.of("env", name.equals("c") ? "test" : "prod"));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aBroadcastCollectsTheAnswersOfItsMembers() throws Exception {
        BroadcastView accepted = submit("{\"to\":\"label:env=prod\"," + PING + "}", 201);
        assertThat(accepted.members()).isEqualTo(2);
        CompletableFuture<BroadcastView> ended = CompletableFuture.supplyAsync(() -> show(accepted, "?wait=20s"));

        answer("a", 0, "fine\n");
        answer("b", 3, "");

        BroadcastView view = ended.get();
        assertThat(view.state()).isEqualTo(BroadcastState.COMPLETED);
        assertThat(view.counts().succeeded()).isEqualTo(1);
        assertThat(view.counts().failed()).isEqualTo(1);
        assertThat(view.counts().states()).isEqualTo(Map.of(CommandState.COMPLETED, 2));
        BroadcastCommands first = commands(accepted, "?limit=1");
        assertThat(first.commands()).extracting(CommandView::to).containsExactly(new SatelliteId("a"));
        assertThat(first.commands().getFirst().result())
                .isEqualTo(new Result.Completed(0, Output.of("fine\n"), Output.EMPTY, 1));
        assertThat(first.next()).isEqualTo(new SatelliteId("a"));
        assertThat(commands(accepted, "?after=a").commands())
                .extracting(CommandView::to)
                .containsExactly(new SatelliteId("b"));
        assertThat(commands(accepted, "?state=queued").commands()).isEmpty();
        assertThat(Json.WIRE
                        .read(get("/api/v1/broadcasts").body(), BroadcastList.class)
                        .broadcasts())
                .containsExactly(view);
    }

    @Test
    void aKeyMakesARepeatTheSameBroadcast() throws Exception {
        String request = "{\"to\":\"group:web\",\"key\":\"k\"," + PING + "}";
        BroadcastView first = submit(request, 201);

        assertThat(submit(request, 200).id()).isEqualTo(first.id());
        assertProblem(
                send("{\"to\":\"all\",\"key\":\"k\"," + PING + "}"), 409, "idempotency_key_reused", "was used for");
    }

    @Test
    void pausedResumedAndAborted() throws Exception {
        BroadcastView accepted = submit("{\"to\":\"all\",\"maxConcurrent\":1," + PING + "}", 201);
        assertThat(wish(accepted, "pause").state()).isEqualTo(BroadcastState.PAUSED);
        BroadcastView resumed = wish(accepted, "resume");
        assertThat(resumed.state()).isEqualTo(BroadcastState.RUNNING);
        answer("a", 0, "");
        answer("b", 0, "");

        BroadcastView aborting = wish(accepted, "abort");

        assertThat(aborting.reason()).isEqualTo("aborted by operator");
        BroadcastView aborted = show(accepted, "?wait=20s");
        assertThat(aborted.state()).isEqualTo(BroadcastState.ABORTED);
        assertThat(aborted.counts().succeeded()).isEqualTo(2);
        assertProblem(post("/api/v1/broadcasts/" + accepted.id() + "/pause", ""), 409, "broadcast_state", "is aborted");
    }

    @Test
    void membersThatWereNotBegunAreThere() throws Exception {
        BroadcastView accepted = submit("{\"to\":\"all\",\"maxConcurrent\":1,\"maxFailures\":0," + PING + "}", 201);
        answer("a", 1, "");

        BroadcastView stopped = show(accepted, "?wait=20s");

        assertThat(stopped.state()).isEqualTo(BroadcastState.STOPPED);
        assertThat(stopped.reason()).isEqualTo("1 commands failed, more than the 0 allowed");
        assertThat(stopped.counts().pending()).isEqualTo(2);
        BroadcastMembers pending = Json.WIRE.read(
                get("/api/v1/broadcasts/" + accepted.id() + "/members?from=1").body(), BroadcastMembers.class);
        assertThat(pending.members()).extracting(SatelliteId::value).containsExactly("b", "c");
        assertThat(pending.next()).isNull();
    }

    @Test
    void satellitesAreListedByTargetAndSayWhatTheyAre() throws Exception {
        SatelliteProfile profile =
                new SatelliteProfile("2", "Linux", new GroupName("db"), Labels.of(Map.of("tier", "db")), 4);
        String path = "/perigee/v1/satellites/c/profile";
        String key = key("c").reveal();
        assertThat(server.send("PUT", path, key, Json.WIRE.text(profile)).statusCode())
                .isEqualTo(200);
        assertProblem(server.send("PUT", path, key("a").reveal(), "{}"), 403, "forbidden", "\"a\"");

        List<SatelliteView> web = satellites("group%3Aweb");
        List<SatelliteView> db = satellites("label:tier%3Ddb");

        assertThat(web).extracting(view -> view.id().value()).containsExactly("a", "b");
        assertThat(db).hasSize(1);
        assertThat(db.getFirst().group()).isEqualTo(new GroupName("db"));
        assertThat(db.getFirst().maxConcurrent()).isEqualTo(4);
        assertThat(satellites("all")).hasSize(3);
    }

    @Test
    void badInputIsNamed() throws Exception {
        assertProblem(send("{\"to\":\"group:app\"," + PING + "}"), 404, "target_empty", "one of the groups web");
        assertProblem(send("{\"to\":\"label:env\"}"), 400, "invalid_request", "command is missing");
        assertProblem(send("{\"to\":\"team:web\"," + PING + "}"), 400, "invalid_request", "target \"team:web\"");
        assertProblem(get("/api/v1/broadcasts/abc"), 400, "invalid_request", "broadcast id \"abc\"");
        assertProblem(
                get("/api/v1/broadcasts/01234567890123456789012345/commands"), 404, "broadcast_unknown", "0123456");
        assertProblem(get("/api/v1/satellites?target=label:a,,b"), 400, "invalid_request", "position 3");
        assertProblem(server.send("GET", "/api/v1/broadcasts", null, null), 401, "unauthorized", "operator key");
    }

    private void register(String name, String group, Map<String, String> labels)
            throws IOException, InterruptedException {
        RegistrationRequest request = new RegistrationRequest(
                new SatelliteId(name),
                new SatelliteProfile("1", "Linux", new GroupName(group), Labels.of(labels), null));
        HttpResponse<String> answer =
                server.send("POST", "/perigee/v1/register", server.token(), Json.WIRE.text(request));
        keys.put(name, Json.WIRE.read(answer.body(), Registration.class).key());
    }

    private SatelliteKey key(String name) {
        return Objects.requireNonNull(keys.get(name));
    }

    /// Takes the next command of a satellite and reports its end.
    private void answer(String name, int exitCode, String output) throws IOException, InterruptedException {
        String key = key(name).reveal();
        String path = "/perigee/v1/satellites/" + name;
        Poll poll = Poll.of("session-" + name + ++sessions, 1, Duration.ofSeconds(10));
        Deliveries deliveries = SignedAnswers.read(server.send("POST", path + "/deliveries", key, Json.WIRE.text(poll))
                .body());
        Delivery delivery = deliveries.deliveries().getFirst();
        Result result = new Result.Completed(exitCode, Output.of(output), Output.EMPTY, 1);
        Report report = new Report(List.of(), List.of(new Report.Ended(delivery.command(), result)));
        assertThat(server.send("POST", path + "/reports", key, Json.WIRE.text(report))
                        .statusCode())
                .isEqualTo(200);
    }

    private BroadcastView submit(String request, int status) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return Json.WIRE.read(answer.body(), BroadcastView.class);
    }

    private BroadcastView show(BroadcastView broadcast, String query) {
        try {
            return Json.WIRE.read(
                    get("/api/v1/broadcasts/" + broadcast.id() + query).body(), BroadcastView.class);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private BroadcastView wish(BroadcastView broadcast, String what) throws IOException, InterruptedException {
        return Json.WIRE.read(
                post("/api/v1/broadcasts/" + broadcast.id() + "/" + what, "").body(), BroadcastView.class);
    }

    private BroadcastCommands commands(BroadcastView broadcast, String query) throws IOException, InterruptedException {
        return Json.WIRE.read(
                get("/api/v1/broadcasts/" + broadcast.id() + "/commands" + query)
                        .body(),
                BroadcastCommands.class);
    }

    private List<SatelliteView> satellites(String target) throws IOException, InterruptedException {
        return Json.WIRE
                .read(get("/api/v1/satellites?target=" + target).body(), SatelliteList.class)
                .satellites();
    }

    private HttpResponse<String> send(String request) throws IOException, InterruptedException {
        return post("/api/v1/broadcasts", request);
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return server.send("POST", path, RunningServer.OPERATOR_KEY, body);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return server.send("GET", path, RunningServer.OPERATOR_KEY, null);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        Problem problem = RunningServer.problem(answer);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.detail()).contains(detail);
    }
}
