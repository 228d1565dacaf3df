package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.OperatorRequest;
import dev.perigee.protocol.access.OperatorView;
import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.api.SatelliteDetail;
import dev.perigee.protocol.api.TokenEntry;
import dev.perigee.protocol.api.TokenList;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.api.TokenView;
import dev.perigee.protocol.config.ConfigDelivery;
import dev.perigee.protocol.heartbeat.HeartbeatReceipt;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.registration.KeyOffer;
import dev.perigee.protocol.registration.Registration;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.protocol.registration.SystemInfo;
import dev.perigee.protocol.signing.Purpose;
import dev.perigee.protocol.signing.Signed;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who becomes a satellite, and stays the only one.
class IdentityTest {
    private static final TeamName BLUE = new TeamName("blue");
    private static final String KEY = RunningServer.OPERATOR_KEY;

    @TempDir
    private Path directory;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(directory.resolve("server"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void ofManyWhoUseATokenAtTheSameMomentOneRegisters() throws Exception {
        String token = create(new TokenRequest(null, null, null)).token();
        CountDownLatch together = new CountDownLatch(1);
        List<Integer> answers;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = IntStream.range(0, 16)
                    .mapToObj(i -> threads.submit((Callable<Integer>) () -> {
                        together.await();
                        return register(token, "edge-" + i).statusCode();
                    }))
                    .toList();
            together.countDown();
            answers = new ArrayList<>();
            for (Future<Integer> one : all) {
                answers.add(one.get());
            }
        }
        assertThat(answers).containsOnlyOnce(201).contains(401).doesNotContain(500);
        assertThat(tokens().getFirst().usedBy()).isNotNull();
    }

    @Test
    void aRevokedTokenLetsNobodyInAndIsListedWithoutItsSecret() throws Exception {
        TokenView token = create(new TokenRequest(null, null, BLUE));
        HttpResponse<String> revoked = server.send("DELETE", "/api/v1/tokens/" + token.id(), KEY, null);
        assertThat(revoked.statusCode()).isEqualTo(200);

        assertProblem(register(token.token(), "edge"), 401, "registration_token_revoked", token.id() + " was revoked");

        HttpResponse<String> list = server.send("GET", "/api/v1/tokens", KEY, null);
        assertThat(list.body()).doesNotContain("eyJ").doesNotContain("perigee_satellite");
        TokenEntry entry = tokens().getFirst();
        assertThat(entry.team()).isEqualTo(BLUE);
        assertThat(entry.createdBy()).isEqualTo("operator");
        assertThat(entry.revokedBy()).isEqualTo("operator");
        assertThat(entry.usedBy()).isNull();
        assertThat(server.send("DELETE", "/api/v1/tokens/" + token.id(), KEY, null)
                        .statusCode())
                .as("again")
                .isEqualTo(200);
    }

    @Test
    void aTokenThatWasUsedSaysByWhomAndIsNotRevoked() throws Exception {
        TokenView token = create(new TokenRequest(null, null, null));
        key(register(token.token(), "edge"));

        assertThat(tokens().getFirst().usedBy()).isEqualTo(new SatelliteId("edge"));
        assertProblem(server.send("DELETE", "/api/v1/tokens/" + token.id(), KEY, null), 409, "token_used", "\"edge\"");
        assertProblem(
                server.send("DELETE", "/api/v1/tokens/01arz3ndektsv4rrffq69g5fav", KEY, null),
                404,
                "token_unknown",
                "01arz3ndektsv4rrffq69g5fav");
    }

    @Test
    void tokensLiveAnHourToADayAndThoseOfTeamsThreeDays() throws Exception {
        assertThat(refusedExpiry("{\"expires\":\"59m\"}")).contains("expires \"59m\"", "1h to 1d");
        assertThat(refusedExpiry("{\"expires\":\"25h\"}")).contains("expires \"25h\"", "1h to 1d");
        assertThat(refusedExpiry("{\"expires\":\"73h\",\"team\":\"blue\"}")).contains("expires \"73h\"", "1h to 3d");
        create(new TokenRequest(Duration.ofDays(3), null, BLUE));
        create(new TokenRequest(Duration.ofDays(1), null, null));
        assertThat(tokens()).hasSize(2);
    }

    @Test
    void aTeamsAdministratorSeesAndRevokesItsOwnTokensOnly() throws Exception {
        TokenView nobodys = create(new TokenRequest(null, null, null));
        TokenView blues = create(new TokenRequest(null, null, BLUE));
        String admin = operator("blue-admin", Role.ADMIN, BLUE);
        String viewer = operator("viewer", Role.VIEWER, null);

        TokenList seen =
                Json.WIRE.read(server.send("GET", "/api/v1/tokens", admin, null).body(), TokenList.class);
        assertThat(seen.tokens()).extracting(TokenEntry::id).containsExactly(blues.id());
        assertThat(server.send("DELETE", "/api/v1/tokens/" + nobodys.id(), admin, null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.send("DELETE", "/api/v1/tokens/" + blues.id(), admin, null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.send("GET", "/api/v1/tokens", viewer, null).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aTokenOfNoTeamDoesNotTakeOverATeamsSatellite() throws Exception {
        key(register(create(new TokenRequest(null, null, BLUE)).token(), "edge"));
        SatelliteId edge = new SatelliteId("edge");

        String nobodys = create(new TokenRequest(null, edge, null)).token();
        assertProblem(register(nobodys, "edge"), 409, "satellite_exists", "not of this token's team");
        String reds = create(new TokenRequest(null, edge, new TeamName("red"))).token();
        assertProblem(register(reds, "edge"), 409, "satellite_exists", "not of this token's team");
    }

    @Test
    void theAnswerToARegistrationBringsAllThatASatelliteNeeds() throws Exception {
        Registration answer = Json.WIRE.read(
                register(create(new TokenRequest(null, null, null)).token(), "edge")
                        .body(),
                Registration.class);

        assertThat(answer.channels())
                .containsEntry("deliveries", "/perigee/v1/satellites/edge/deliveries")
                .containsEntry("key", "/perigee/v1/satellites/edge/key")
                .hasSize(8);
        assertThat(Objects.requireNonNull(answer.intervals()).heartbeat()).isEqualTo(Duration.ofSeconds(30));
        Signed config = Objects.requireNonNull(answer.config());
        assertThat(config.open(Purpose.CONFIG, answer.signing()))
                .isInstanceOfSatisfying(
                        Signed.Opening.Opened.class,
                        opened -> assertThat(Json.WIRE
                                        .read(opened.text(), ConfigDelivery.class)
                                        .satellite())
                                .isEqualTo(new SatelliteId("edge")));
    }

    @Test
    void whatASatelliteSaysOfItselfIsShownAndItsBoundsAreKept() throws Exception {
        SatelliteProfile profile = new SatelliteProfile(
                "1",
                "Linux",
                null,
                null,
                4,
                List.of("exec"),
                new SystemInfo("Linux", "amd64", "25", 1_024L, 2, "host"),
                List.of("route-1"));
        String token = create(new TokenRequest(null, null, null)).token();
        RegistrationRequest request = new RegistrationRequest(new SatelliteId("edge"), profile);
        String body = Json.WIRE.text(request);

        assertProblem(
                server.send("POST", "/perigee/v1/register", token, body.replace("\"cpus\":2", "\"cpus\":0")),
                400,
                "invalid_request",
                "system.cpus \"0\"");
        assertProblem(
                server.send("POST", "/perigee/v1/register", token, body.replace("route-1", "r".repeat(256))),
                400,
                "invalid_request",
                "256");
        assertProblem(register(token, "rotate-key"), 400, "invalid_request", "\"rotate-key\"");
        assertThat(server.send("POST", "/perigee/v1/register", token, body).statusCode())
                .isEqualTo(201);

        SatelliteDetail detail = detail("edge");
        assertThat(detail.identity().capabilities()).containsExactly("exec");
        assertThat(detail.identity().system()).isEqualTo(profile.system());
        assertThat(detail.identity().routes()).containsExactly("route-1");
        assertThat(detail.identity().duplicate()).isNull();
    }

    @Test
    void anOperatorHasAKeyChangedAndNeverSeesIt() throws Exception {
        SatelliteKey first =
                key(register(create(new TokenRequest(null, null, null)).token(), "edge"));
        assertThat(beat(first, null).rotateKey()).isFalse();

        String path = "/api/v1/satellites/edge/rotate-key";
        HttpResponse<String> asked = server.send("POST", path, KEY, null);
        assertThat(asked.statusCode()).isEqualTo(202);
        assertThat(asked.body()).isEqualTo("{\"satellite\":\"edge\"}");
        assertThat(server.send("POST", path, operator("viewer", Role.VIEWER, null), null)
                        .statusCode())
                .isEqualTo(403);
        assertProblem(
                server.send("POST", "/api/v1/satellites/nobody/rotate-key", KEY, null),
                404,
                "satellite_unknown",
                "\"nobody\"");
        assertThat(beat(first, null).rotateKey()).isTrue();
        assertThat(detail("edge").identity().keyWantedSince()).isNotNull();

        SatelliteKey next = Json.WIRE
                .read(
                        server.send("POST", own("edge", "key"), first.reveal(), "{}")
                                .body(),
                        KeyOffer.class)
                .key();
        assertThat(detail("edge").identity().keyOfferedUntil()).isNotNull();
        assertThat(beat(first, null).rotateKey()).as("both work").isTrue();
        assertThat(beat(next, null).rotateKey()).isFalse();

        assertThat(server.send("POST", own("edge", "heartbeat"), first.reveal(), "{}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(detail("edge").identity().keyWantedSince()).isNull();
    }

    @Test
    void aStolenKeyOnAnotherSatellitesPathIsRefused() throws Exception {
        SatelliteKey stolen =
                key(register(create(new TokenRequest(null, null, null)).token(), "edge"));
        key(register(create(new TokenRequest(null, null, null)).token(), "other"));

        for (String route : List.of("deliveries", "reports", "heartbeat", "events", "key")) {
            assertProblem(
                    server.send("POST", own("other", route), stolen.reveal(), "{}"), 403, "forbidden", "\"other\"");
        }
        for (String route : List.of("config", "signing-keys")) {
            assertThat(server.send("GET", own("other", route), stolen.reveal(), null)
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void twoProcessesWithOneKeyAreSeen() throws Exception {
        SatelliteKey key =
                key(register(create(new TokenRequest(null, null, null)).token(), "edge"));
        for (String instance : List.of("instance-a", "instance-b", "instance-a", "instance-b")) {
            beat(key, instance);
            assertThat(detail("edge").identity().duplicate()).isNull();
        }
        beat(key, "instance-a");

        assertThat(Objects.requireNonNull(detail("edge").identity().duplicate()).processes())
                .isEqualTo(2);
        assertProblem(
                server.send("POST", own("edge", "heartbeat"), key.reveal(), "{}", "Perigee-Instance", "x y"),
                400,
                "invalid_request",
                "Perigee-Instance \"x y\"");
    }

    private TokenView create(TokenRequest request) throws Exception {
        HttpResponse<String> answer = server.send("POST", "/api/v1/tokens", KEY, Json.WIRE.text(request));
        assertThat(answer.statusCode()).isEqualTo(201);
        return Json.WIRE.read(answer.body(), TokenView.class);
    }

    @Test
    void howLongAPollIsBestHeldIsSaidAgainInEachLife() throws Exception {
        HttpResponse<String> registered = register(server.token(), "edge");
        Duration wanted = Objects.requireNonNull(
                        Json.WIRE.read(registered.body(), Registration.class).intervals())
                .pollWait();
        server.close();
        server = new RunningServer(directory.resolve("server"));
        assertThat(beat(key(registered), null).pollWait()).isEqualTo(wanted);
    }

    private String refusedExpiry(String body) throws Exception {
        HttpResponse<String> answer = server.send("POST", "/api/v1/tokens", KEY, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        return RunningServer.problem(answer).detail();
    }

    private List<TokenEntry> tokens() throws Exception {
        return Json.WIRE
                .read(server.send("GET", "/api/v1/tokens", KEY, null).body(), TokenList.class)
                .tokens();
    }

    private HttpResponse<String> register(String token, String id) throws Exception {
        RegistrationRequest request =
                new RegistrationRequest(new SatelliteId(id), SatelliteProfile.of("test", "Linux"));
        return server.send("POST", "/perigee/v1/register", token, Json.WIRE.text(request));
    }

    private static SatelliteKey key(HttpResponse<String> registered) {
        assertThat(registered.statusCode()).isEqualTo(201);
        return Json.WIRE.read(registered.body(), Registration.class).key();
    }

    private HeartbeatReceipt beat(SatelliteKey key, @Nullable String instance) throws Exception {
        String[] headers = instance == null ? new String[0] : new String[] {"Perigee-Instance", instance};
        HttpResponse<String> answer =
                server.send("POST", own(key.satellite().value(), "heartbeat"), key.reveal(), "{}", headers);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.WIRE.read(answer.body(), HeartbeatReceipt.class);
    }

    private SatelliteDetail detail(String id) throws Exception {
        return Json.WIRE.read(
                server.send("GET", "/api/v1/satellites/" + id, KEY, null).body(), SatelliteDetail.class);
    }

    private String operator(String name, Role role, @Nullable TeamName team) throws Exception {
        HttpResponse<String> answer = server.send(
                "POST", "/api/v1/operators", KEY, Json.WIRE.text(new OperatorRequest(name, role, team, null)));
        return Objects.requireNonNull(
                Json.WIRE.read(answer.body(), OperatorView.class).key());
    }

    private static String own(String id, String route) {
        return "/perigee/v1/satellites/" + id + "/" + route;
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code, String words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        Problem problem = RunningServer.problem(answer);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.detail()).contains(words);
    }
}
