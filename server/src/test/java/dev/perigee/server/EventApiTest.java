package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.OperatorRequest;
import dev.perigee.protocol.access.OperatorView;
import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.EventList;
import dev.perigee.protocol.event.EventReceipt;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.Registration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Events over HTTP, as a satellite and an operator of somebody else's making see them.
class EventApiTest {
    private static final String OPERATOR = RunningServer.OPERATOR_KEY;

    @TempDir
    private Path directory;

    private RunningServer server;
    private String key;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(directory);
        HttpResponse<String> registered = server.send(
                "POST",
                "/perigee/v1/register",
                server.token(),
                "{\"satellite\":\"edge\",\"version\":\"1\",\"platform\":\"test\"}");
        key = Json.WIRE.read(registered.body(), Registration.class).key().reveal();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void goodEventsAreTakenAndBadOnesNamed() throws Exception {
        HttpResponse<String> answer = post(event("1", "mcp.server.started") + "," + event("2", "NO"));
        assertThat(answer.statusCode()).isEqualTo(200);
        EventReceipt receipt = Json.WIRE.read(answer.body(), EventReceipt.class);
        assertThat(receipt.accepted()).hasSize(1);
        assertThat(receipt.failures())
                .singleElement()
                .satisfies(it -> assertThat(it.error()).contains("NO"));
        assertThat(post(event("1", "mcp.server.started")).statusCode()).isEqualTo(200);
        assertThat(list("?type=mcp.*").events()).hasSize(1);
        assertThat(list("?type=mcp.*&satellite=edge").events()).hasSize(1);
        assertThat(list("?type=config.*").events()).isEmpty();
    }

    @Test
    void anEmptyBatchAndOneThatIsTooLargeAreRefused() throws Exception {
        assertThat(post("").statusCode()).isEqualTo(400);
        assertThat(post("1,".repeat(100) + "1").statusCode()).isEqualTo(400);
        assertThat(server.send("POST", "/perigee/v1/satellites/other/events", key, "{\"events\":[1]}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.send("GET", "/api/v1/events?since=noon", OPERATOR, null)
                        .body())
                .contains("noon");
    }

    @Test
    void whoIsOfATeamSeesNoOthersEvents() throws Exception {
        post(event("1", "a.b"));
        String blue = Json.WIRE
                .read(
                        server.send(
                                        "POST",
                                        "/api/v1/operators",
                                        OPERATOR,
                                        Json.WIRE.text(
                                                new OperatorRequest("bob", Role.VIEWER, new TeamName("blue"), null)))
                                .body(),
                        OperatorView.class)
                .key();
        assertThat(server.send("GET", "/api/v1/events", OPERATOR, null).body()).contains("edge");
        assertThat(server.send("GET", "/api/v1/events", blue, null).body()).doesNotContain("edge");
        assertThat(server.send("GET", "/api/v1/events?team=red", blue, null).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aReaderThatComesBackGoesOnWhereItWas() throws Exception {
        post(event("1", "a.b") + "," + event("2", "a.b") + "," + event("3", "a.c"));
        String first = list("?type=a.*").events().getLast().position();
        try (HttpClient http = HttpClient.newHttpClient();
                BufferedReader lines = follow(http, "?type=a.*", first)) {
            assertThat(data(lines)).contains("\"id\":\"2\"");
            assertThat(data(lines)).contains("\"id\":\"3\"");
            post(event("4", "b") + "," + event("5", "a.b"));
            assertThat(data(lines)).contains("\"id\":\"5\"");
        }
    }

    @Test
    void aReaderOfAnotherDatabaseIsToldOfTheGap() throws Exception {
        post(event("1", "a.b"));
        try (HttpClient http = HttpClient.newHttpClient();
                BufferedReader lines = follow(http, "?type=a.*", "0-77")) {
            assertThat(data(lines)).contains("\"after\":\"0-77\"");
            assertThat(data(lines)).contains("\"id\":\"1\"");
        }
    }

    private HttpResponse<String> post(String events) throws IOException, InterruptedException {
        return server.send("POST", "/perigee/v1/satellites/edge/events", key, "{\"events\":[" + events + "]}");
    }

    private EventList list(String query) throws IOException, InterruptedException {
        return Json.WIRE.read(
                server.send("GET", "/api/v1/events" + query, OPERATOR, null).body(), EventList.class);
    }

    private BufferedReader follow(HttpClient http, String query, String last) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.app.url() + "/api/v1/events/stream" + query))
                .header("Authorization", "Bearer " + OPERATOR)
                .header("Last-Event-ID", last)
                .build();
        return new BufferedReader(new InputStreamReader(
                http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
    }

    private static @Nullable String data(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith("data: ")) {
            line = lines.readLine();
        }
        return line;
    }

    private static String event(String id, String type) {
        return "{\"id\":\"" + id + "\",\"source\":\"/satellites/" + new SatelliteId("edge") + "\",\"type\":\"" + type
                + "\",\"time\":\"2026-01-01T00:00:00Z\"}";
    }
}
