package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a control plane directly, where one process of the binary for each question would take too long.
record Operator(String url, String key) {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

    /// As the files say that a control plane leaves in its directory.
    static Operator of(Path data) throws IOException {
        JsonNode file = JsonMapper.shared().readTree(Files.readAllBytes(data.resolve("server.json")));
        return new Operator(
                file.path("url").asString(),
                Files.readString(data.resolve("operator.key")).strip());
    }

    /// The state of each of these commands by its id; it must know them all.
    Map<String, String> states(Collection<String> ids) throws IOException, InterruptedException {
        Map<String, String> states = new TreeMap<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String id : ids) {
                states.put(id, get(http, "commands/" + id).path("state").asString());
            }
        }
        return states;
    }

    void awaitState(String id, String state, Duration max) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Await.until(
                    "command " + id + " is " + state,
                    max,
                    () -> get(http, "commands/" + id).path("state").asString().equals(state));
        }
    }

    /// What decides where a command is, the most decisive first.
    List<String> rules(String id) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return get(http, "commands/" + id + "/why")
                    .path("reasons")
                    .valueStream()
                    .map(reason -> reason.path("rule").asString())
                    .toList();
        }
    }

    private JsonNode get(HttpClient http, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/v1/" + path))
                .header("Authorization", "Bearer " + key)
                .timeout(ANSWER_MAX)
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }
}
