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
    private static final HttpClient HTTP = HttpClient.newHttpClient();

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
        for (String id : ids) {
            states.put(id, state(id));
        }
        return states;
    }

    void awaitState(String id, String state, Duration max) throws Exception {
        Await.until("command " + id + " is " + state, max, () -> state(id).equals(state));
    }

    /// The commands in a state, at most the 1,000 newest.
    List<JsonNode> commands(String state) throws IOException, InterruptedException {
        return get("commands?limit=1000&state=" + state)
                .path("commands")
                .valueStream()
                .toList();
    }

    /// The names of the satellites that are live, stale or dead.
    List<String> satellites(String status) throws IOException, InterruptedException {
        return get("satellites?status=" + status)
                .path("satellites")
                .valueStream()
                .map(it -> it.path("id").asString())
                .toList();
    }

    /// Of events of a type, the subject's new status, the oldest first.
    List<String> statuses(String type) throws IOException, InterruptedException {
        return get("events?type=" + type)
                .path("events")
                .valueStream()
                .map(event -> event.findPath("status").asString())
                .toList()
                .reversed();
    }

    /// What decides where a command is, the most decisive first.
    List<String> rules(String id) throws IOException, InterruptedException {
        return get("commands/" + id + "/why")
                .path("reasons")
                .valueStream()
                .map(reason -> reason.path("rule").asString())
                .toList();
    }

    /// A registration token.
    String token() throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                request("tokens")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JsonMapper.shared().readTree(answer.body()).path("token").asString();
    }

    /// What is below `/api/v1/`.
    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(path);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    /// The answer's status.
    int status(String path) throws IOException, InterruptedException {
        return ask(path).statusCode();
    }

    private String state(String id) throws IOException, InterruptedException {
        return get("commands/" + id).path("state").asString();
    }

    private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + "/api/v1/" + path))
                .header("Authorization", "Bearer " + key)
                .timeout(ANSWER_MAX);
    }
}
