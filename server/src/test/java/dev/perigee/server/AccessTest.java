package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.OperatorRequest;
import dev.perigee.protocol.access.OperatorView;
import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.api.CommandList;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.SatelliteList;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.api.TokenView;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteProfile;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Operators with keys of their own, and satellites of two teams and of none.
class AccessTest {
    private static final TeamName BLUE = new TeamName("blue");
    private static final TeamName RED = new TeamName("red");

    @TempDir
    private Path directory;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(directory.resolve("server"));
        register("b1", BLUE);
        register("r1", RED);
        register("n1", null);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "viewer, GET, /api/v1/satellites, 200",
        "viewer, GET, /api/v1/commands, 200",
        "viewer, POST, /api/v1/commands, 403",
        "viewer, POST, /api/v1/broadcasts, 403",
        "viewer, POST, /api/v1/tokens, 403",
        "viewer, GET, /api/v1/operators, 403",
        "viewer, POST, /api/v1/signing-keys, 403",
        "operator, POST, /api/v1/commands, 201",
        "operator, POST, /api/v1/broadcasts, 201",
        "operator, POST, /api/v1/tokens, 403",
        "operator, POST, /api/v1/operators, 403",
        "admin, POST, /api/v1/tokens, 201",
        "admin, GET, /api/v1/operators, 200",
        "admin, POST, /api/v1/signing-keys, 201"
    })
    void eachRoleMayDoWhatItIsThereFor(String role, String method, String path, int status) throws Exception {
        String posted = switch (path) {
            case "/api/v1/commands" -> command("n1");
            case "/api/v1/broadcasts" -> "{\"to\":\"all\",\"includeStale\":true,\"command\":{\"type\":\"ping\"}}";
            case "/api/v1/signing-keys" -> "";
            default -> "{}";
        };
        String body = method.equals("GET") ? null : posted;
        HttpResponse<String> answer = server.send(method, path, key(role, null), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (status == 403) {
            assertThat(RunningServer.problem(answer).detail()).contains(role, "may not", "expected the role");
        }
    }

    @Test
    void whoIsOfATeamSeesAndTouchesOnlyWhatIsItsTeams() throws Exception {
        String blue = key("operator", BLUE);
        assertThat(satellites(blue)).containsExactly("b1");
        CommandView theirs = submit("r1", RunningServer.OPERATOR_KEY);
        CommandView own = submit("b1", RunningServer.OPERATOR_KEY);

        assertThat(commands(blue)).containsExactly(own.id().value());
        assertThat(server.send("POST", "/api/v1/commands", blue, command("b1")).statusCode())
                .isEqualTo(201);
        for (String other : new String[] {"r1", "n1"}) {
            assertThat(server.send("POST", "/api/v1/commands", blue, command(other))
                            .statusCode())
                    .isEqualTo(403);
        }
        String path = "/api/v1/commands/" + theirs.id();
        for (String what : new String[] {"", "/why", "/events", "/output"}) {
            assertThat(server.send("GET", path + what, blue, null).statusCode())
                    .as(what)
                    .isEqualTo(403);
        }
        assertThat(server.send("POST", path + "/cancel", blue, null).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aBroadcastOfATeamGoesToItsSatellitesOnlyAndIsItsOwn() throws Exception {
        String blue = key("operator", BLUE);
        String red = key("operator", RED);
        String all = "{\"to\":\"all\",\"includeStale\":true,\"command\":{\"type\":\"ping\"}}";
        HttpResponse<String> accepted = server.send("POST", "/api/v1/broadcasts", blue, all);
        assertThat(accepted.body()).contains("\"members\":1");
        String id = accepted.body().replaceAll(".*?\"id\":\"([^\"]+)\".*", "$1");
        String path = "/api/v1/broadcasts/" + id;

        assertThat(server.send("GET", path + "/members", blue, null).body()).contains("b1");
        for (String what : new String[] {"", "/commands", "/members"}) {
            assertThat(server.send("GET", path + what, red, null).statusCode())
                    .as(what)
                    .isEqualTo(403);
        }
        assertThat(server.send("POST", path + "/abort", red, null).statusCode()).isEqualTo(403);
        assertThat(server.send("GET", "/api/v1/broadcasts", red, null).body()).doesNotContain(id);
        assertThat(server.send("GET", "/api/v1/broadcasts", blue, null).body()).contains(id);
    }

    @Test
    void anAdministratorOfATeamLetsSatellitesIntoItsTeamAndNoOther() throws Exception {
        String blue = key("admin", BLUE);
        assertThat(token(blue, BLUE).statusCode()).isEqualTo(201);
        assertThat(token(blue, RED).statusCode()).isEqualTo(403);
        assertThat(token(blue, null).statusCode()).isEqualTo(403);
        assertThat(server.send("GET", "/api/v1/operators", blue, null).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aKeyThatIsRevokedOpensNothingAtOnce() throws Exception {
        String key = key("viewer", null);
        assertThat(satellites(key)).hasSize(3);
        assertThat(server.send("DELETE", "/api/v1/operators/the-viewer", RunningServer.OPERATOR_KEY, null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.send("GET", "/api/v1/satellites", key, null).statusCode())
                .isEqualTo(401);
    }

    private String key(String role, @Nullable TeamName team) throws Exception {
        String name = "the-" + role + (team == null ? "" : "-" + team);
        OperatorRequest request = new OperatorRequest(name, Role.of(role), team, null);
        HttpResponse<String> answer =
                server.send("POST", "/api/v1/operators", RunningServer.OPERATOR_KEY, Json.WIRE.text(request));
        return Objects.requireNonNull(
                Json.WIRE.read(answer.body(), OperatorView.class).key());
    }

    private HttpResponse<String> token(String key, @Nullable TeamName team) throws Exception {
        return server.send("POST", "/api/v1/tokens", key, Json.WIRE.text(new TokenRequest(null, null, team)));
    }

    private void register(String id, @Nullable TeamName team) throws Exception {
        String token = Json.WIRE
                .read(token(RunningServer.OPERATOR_KEY, team).body(), TokenView.class)
                .token();
        RegistrationRequest request =
                new RegistrationRequest(new SatelliteId(id), SatelliteProfile.of("test", "Linux"));
        assertThat(server.send("POST", "/perigee/v1/register", token, Json.WIRE.text(request))
                        .statusCode())
                .isEqualTo(201);
    }

    private List<String> satellites(String key) throws Exception {
        return Json.WIRE
                .read(server.send("GET", "/api/v1/satellites", key, null).body(), SatelliteList.class)
                .satellites()
                .stream()
                .map(satellite -> satellite.id().value())
                .toList();
    }

    private List<String> commands(String key) throws Exception {
        return Json.WIRE
                .read(server.send("GET", "/api/v1/commands", key, null).body(), CommandList.class)
                .commands()
                .stream()
                .map(command -> command.id().value())
                .toList();
    }

    private CommandView submit(String satellite, String key) throws Exception {
        return Json.WIRE.read(
                server.send("POST", "/api/v1/commands", key, command(satellite)).body(), CommandView.class);
    }

    private static String command(String satellite) {
        return Json.WIRE.text(Submission.of(new SatelliteId(satellite), new CommandSpec.Ping()));
    }
}
