package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// Asks a control plane directly, where one process of the binary for each question would take too long.
record Operator(String url, String key) {
    /// The state of each of these commands by its id; it must know them all.
    Map<String, String> states(Collection<String> ids) throws IOException, InterruptedException {
        Map<String, String> states = new TreeMap<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String id : ids) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/v1/commands/" + id))
                        .header("Authorization", "Bearer " + key)
                        .build();
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as("command " + id).isEqualTo(200);
                states.put(
                        id,
                        JsonMapper.shared()
                                .readTree(answer.body())
                                .path("state")
                                .asString());
            }
        }
        return states;
    }
}
