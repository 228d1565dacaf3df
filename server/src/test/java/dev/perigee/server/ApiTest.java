package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.SatelliteList;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.api.TokenView;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.delivery.Receipt;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.registration.Registration;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.server.limit.Limits;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The HTTP interfaces as a caller and a satellite of somebody else's making see them.
class ApiTest {
    private static final SatelliteId EDGE = new SatelliteId("edge");
    private static final String POLL = Json.WIRE.text(Poll.of("session-0001", 4, Duration.ZERO));

    @TempDir
    private Path directory;

    private RunningServer server;

    @BeforeEach
    void start() throws IOException {
        server = new RunningServer(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void nothingButHealthIsOpenWithoutTheOperatorKey() throws Exception {
        assertThat(server.send("GET", "/health/live", null, null).statusCode()).isEqualTo(200);
        for (String path : List.of("/api/v1/commands", "/api/v1/satellites", "/api/v1/commands/x")) {
            assertProblem(server.send("GET", path, null, null), 401, "unauthorized", "operator key");
            assertProblem(server.send("GET", path, "wrong", null), 401, "unauthorized", "operator key");
        }
        assertProblem(server.send("POST", "/api/v1/tokens", "wrong", "{}"), 401, "unauthorized", "operator key");
    }

    @Test
    void aSatelliteKeyIsNoOperatorKey() throws Exception {
        SatelliteKey key = register(EDGE);
        assertProblem(server.send("GET", "/api/v1/satellites", key.reveal(), null), 401, "unauthorized", "operator");
    }

    @Test
    void unknownRoutesAndMethodsAreProblems() throws Exception {
        assertProblem(server.send("GET", "/api/v1/nothing", operator(), null), 404, "route_unknown", "/api/v1/nothing");
        assertProblem(
                server.send("DELETE", "/api/v1/satellites", operator(), null), 405, "method_not_allowed", "DELETE");
    }

    @Test
    void badInputIsNamed() throws Exception {
        register(EDGE);
        assertProblem(submit("{\"to\":\"edge\""), 400, "invalid_request", "not JSON");
        assertProblem(
                submit("{\"to\":\"edge\",\"command\":{\"type\":\"dance\"}}"), 400, "invalid_request", "\"dance\"");
        assertProblem(
                submit("{\"to\":\"nobody\",\"command\":{\"type\":\"ping\"}}"), 404, "satellite_unknown", "\"nobody\"");
        assertProblem(get("/api/v1/commands?state=lost"), 400, "invalid_request", "\"lost\"");
        assertProblem(
                get("/api/v1/commands?limit=1001"),
                400,
                "invalid_request",
                "\"1001\": expected a whole number from 1 to 1000");
        assertProblem(get("/api/v1/commands/abc"), 400, "invalid_request", "\"abc\"");
        assertProblem(
                get("/api/v1/commands/01234567890123456789012345"),
                404,
                "command_unknown",
                "01234567890123456789012345");
        assertProblem(
                get("/api/v1/commands/01234567890123456789012345?wait=2m"),
                400,
                "invalid_request",
                "wait \"2m\": expected 0ms to 1m");
    }

    @Test
    void aBodyAtTheLimitIsReadAndOneByteMoreIsNot() throws Exception {
        int bodyMax = Limits.DEFAULT.bodyMax();
        String json = "{\"to\":\"nobody\",\"command\":{\"type\":\"ping\"}}";
        assertProblem(submit(json + " ".repeat(bodyMax - json.length())), 404, "satellite_unknown", "nobody");
        assertProblem(
                submit(json + " ".repeat(bodyMax - json.length() + 1)), 413, "body_too_large", String.valueOf(bodyMax));
    }

    @Test
    void anIdempotencyKeyLeadsToTheFirstCommandAndNoOther() throws Exception {
        register(EDGE);
        String first = "{\"to\":\"edge\",\"command\":{\"type\":\"exec\",\"program\":\"ls\"},\"key\":\"k1\"}";
        HttpResponse<String> accepted = submit(first);
        HttpResponse<String> repeated = submit(first);
        assertThat(accepted.statusCode()).isEqualTo(201);
        assertThat(repeated.statusCode()).isEqualTo(200);
        assertThat(view(repeated).id()).isEqualTo(view(accepted).id());
        assertProblem(submit(first.replace("\"ls\"", "\"df\"")), 409, "idempotency_key_reused", "\"k1\"");
    }

    @Test
    void aRegistrationTokenWorksOnce() throws Exception {
        String token = server.token();
        assertThat(registration(token, EDGE).statusCode()).isEqualTo(201);
        assertProblem(registration(token, new SatelliteId("other")), 401, "registration_token_used", "used before");
        assertProblem(
                registration("pgt_invented", EDGE), 401, "registration_token_invalid", "perigee_satellite_global_");
        assertProblem(registration(server.token(), EDGE), 409, "satellite_exists", "\"edge\"");
    }

    @Test
    void aTokenForOneSatelliteGivesItANewKeyAndEndsTheOld() throws Exception {
        SatelliteKey old = register(EDGE);
        String token = Json.WIRE
                .read(
                        server.send("POST", "/api/v1/tokens", operator(), "{\"satellite\":\"edge\",\"expires\":\"2h\"}")
                                .body(),
                        TokenView.class)
                .token();
        assertProblem(registration(token, new SatelliteId("other")), 403, "forbidden", "\"edge\", not \"other\"");
        SatelliteKey fresh = Json.WIRE
                .read(registration(token, EDGE).body(), Registration.class)
                .key();
        assertThat(poll(EDGE, fresh).statusCode()).isEqualTo(200);
        assertProblem(poll(EDGE, old), 401, "unauthorized", "satellite key");
    }

    @Test
    void aSatelliteSeesOnlyWhatIsItsOwn() throws Exception {
        SatelliteKey edge = register(EDGE);
        SatelliteId other = new SatelliteId("other");
        SatelliteKey others = register(other);
        CommandView mine = server.submit(Submission.of(EDGE, new CommandSpec.Ping()), "");

        assertProblem(poll(EDGE, others), 403, "forbidden", "\"other\"");
        assertThat(deliveries(poll(other, others))).isEmpty();
        Report claim = new Report(
                List.of(),
                List.of(new Report.Ended(mine.id(), new Result.Completed(0, Output.EMPTY, Output.EMPTY, 0))));
        assertThat(receipt(report(other, others, claim)).unknown()).containsExactly(mine.id());
        assertThat(server.show(mine.id()).state()).isEqualTo(CommandState.QUEUED);
        assertThat(deliveries(poll(EDGE, edge))).hasSize(1);
    }

    @Test
    void aCommandIsDeliveredSignedAndAcknowledgedAndEnded() throws Exception {
        SatelliteKey key = register(EDGE);
        CommandView submitted = server.submit(Submission.of(EDGE, new CommandSpec.Ping()), "");
        Delivery delivery = deliveries(poll(EDGE, key)).getFirst();
        assertThat(delivery.command()).isEqualTo(submitted.id());
        assertThat(delivery.session()).isEqualTo("session-0001");
        assertThat(server.show(submitted.id()).state()).isEqualTo(CommandState.LEASED);

        report(EDGE, key, new Report(List.of(submitted.id()), List.of()));
        assertThat(server.show(submitted.id()).state()).isEqualTo(CommandState.ACKNOWLEDGED);

        Result result = new Result.Completed(0, Output.of("x"), Output.EMPTY, 3);
        Report end = new Report(List.of(), List.of(new Report.Ended(submitted.id(), result)));
        assertThat(receipt(report(EDGE, key, end))).isEqualTo(new Receipt(List.of(), List.of()));
        assertThat(receipt(report(EDGE, key, end))).isEqualTo(new Receipt(List.of(), List.of()));
        assertThat(server.show(submitted.id()).result()).isEqualTo(result);
    }

    @Test
    void aPollThatWaitsIsAnsweredWhenACommandComes() throws Exception {
        SatelliteKey key = register(EDGE);
        String waiting = Json.WIRE.text(Poll.of("session-0002", 4, Duration.ofSeconds(30)));
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return server.send("POST", "/perigee/v1/satellites/edge/deliveries", key.reveal(), waiting);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        CommandView submitted = server.submit(Submission.of(EDGE, new CommandSpec.Ping()), "");
        Deliveries arrived = SignedAnswers.read(answer.join().body());
        assertThat(arrived.deliveries().getFirst().command()).isEqualTo(submitted.id());
    }

    @Test
    void aLeaseThatNobodyAcknowledgesRunsOutAndTheCommandIsOfferedAgain() throws Exception {
        SatelliteKey key = register(EDGE);
        CommandView submitted = server.submit(Submission.of(EDGE, new CommandSpec.Ping()), "");
        assertThat(deliveries(poll(EDGE, key)).getFirst().attempt()).isEqualTo(1);
        assertThat(deliveries(poll(EDGE, key))).isEmpty();
        server.awaitState(submitted.id(), CommandState.QUEUED);
        String waiting = Json.WIRE.text(Poll.of("session-0003", 4, Duration.ofSeconds(30)));
        HttpResponse<String> again =
                server.send("POST", "/perigee/v1/satellites/edge/deliveries", key.reveal(), waiting);
        assertThat(deliveries(again).getFirst().attempt()).isEqualTo(2);
    }

    @Test
    void theOperatorKeyIsMadeOnceAndOnlyItsOwnerCanReadIt() throws Exception {
        Path fresh = directory.resolve("fresh");
        ServerConfig config =
                ServerConfig.of(fresh).with(RunningServer.entrance(Limits.DEFAULT, ServerConfig.Edge.PLAIN));
        String key;
        try (RunningServer first = new RunningServer(config)) {
            key = Files.readString(fresh.resolve("operator.key")).strip();
            assertThat(first.send("GET", "/api/v1/satellites", key, null).statusCode())
                    .isEqualTo(200);
        }
        try (RunningServer second = new RunningServer(config)) {
            assertThat(second.send("GET", "/api/v1/satellites", key, null).statusCode())
                    .isEqualTo(200);
        }
        assertThat(Files.getPosixFilePermissions(fresh.resolve("operator.key")).toString())
                .doesNotContain("GROUP", "OTHERS");
    }

    @Test
    void satellitesAreListedWithHowTheyStand() throws Exception {
        register(EDGE);
        SatelliteList list = Json.WIRE.read(get("/api/v1/satellites").body(), SatelliteList.class);
        assertThat(list.satellites()).singleElement().satisfies(satellite -> {
            assertThat(satellite.id()).isEqualTo(EDGE);
            assertThat(satellite.state()).isEqualTo(Liveness.LIVE);
            assertThat(satellite.version()).isEqualTo("test");
        });
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        ServerConfig same = ServerConfig.of(directory.resolve("second"))
                .with(new ServerConfig.Entrance(
                        "127.0.0.1", server.app.url().getPort(), Limits.DEFAULT, ServerConfig.Edge.PLAIN));
        assertThatThrownBy(() -> ServerApp.start(same))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "cannot listen on 127.0.0.1:" + server.app.url().getPort());
    }

    private SatelliteKey register(SatelliteId id) throws IOException, InterruptedException {
        return Json.WIRE
                .read(registration(server.token(), id).body(), Registration.class)
                .key();
    }

    private HttpResponse<String> registration(String token, SatelliteId id) throws IOException, InterruptedException {
        RegistrationRequest request = new RegistrationRequest(id, SatelliteProfile.of("test", "Linux"));
        return server.send("POST", "/perigee/v1/register", token, Json.WIRE.text(request));
    }

    private HttpResponse<String> poll(SatelliteId path, SatelliteKey key) throws IOException, InterruptedException {
        return server.send("POST", "/perigee/v1/satellites/" + path + "/deliveries", key.reveal(), POLL);
    }

    private HttpResponse<String> report(SatelliteId path, SatelliteKey key, Report report)
            throws IOException, InterruptedException {
        return server.send("POST", "/perigee/v1/satellites/" + path + "/reports", key.reveal(), Json.WIRE.text(report));
    }

    private static Receipt receipt(HttpResponse<String> answer) {
        return Json.WIRE.read(answer.body(), Receipt.class);
    }

    private List<Delivery> deliveries(HttpResponse<String> answer) {
        return SignedAnswers.read(answer.body()).deliveries();
    }

    private HttpResponse<String> submit(String body) throws IOException, InterruptedException {
        return server.send("POST", "/api/v1/commands", operator(), body);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return server.send("GET", path, operator(), null);
    }

    private static CommandView view(HttpResponse<String> answer) {
        return Json.WIRE.read(answer.body(), CommandView.class);
    }

    private static String operator() {
        return RunningServer.OPERATOR_KEY;
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
        Problem problem = RunningServer.problem(answer);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.detail()).contains(detail);
    }
}
