package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What happens behind a satellite is known at the control plane.
final class EventsIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    @Test
    void whatBecomesOfAServerIsListed() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "mcp: {port: 0, anonymous: true}\n");
        Apart.Lives lives = apart.start();
        apart.client()
                .run(
                        "send",
                        "far",
                        "--type",
                        "spawn",
                        "--payload",
                        "{\"server\":{\"name\":\"gone\",\"command\":\"false\"}}");
        Await.until("the events are there", SOON, () -> !statuses(apart).isEmpty());
        assertThat(lives.satellite().terminate().exitCode()).isZero();

        JsonNode newest = events(apart, "--type", "mcp.*").path("events").path(0);
        assertThat(newest.path("satellite").asString()).isEqualTo("far");
        assertThat(newest.path("event").path("source").asString()).isEqualTo("/satellites/far");
        assertThat(newest.path("event").path("subject").asString()).isEqualTo("gone");
        assertThat(events(apart, "--type", "config.*").path("events")).isEmpty();
        assertThat(apart.client().run("events").out()).contains("mcp.server.status_changed", "gone");
    }

    private static List<String> statuses(Apart apart) throws Exception {
        return events(apart, "--type", "mcp.server.status_changed", "--satellite", "far")
                .path("events")
                .valueStream()
                .map(it -> it.path("event").path("data").path("status").asString())
                .toList();
    }

    private static JsonNode events(Apart apart, String... more) throws Exception {
        String[] arguments =
                Stream.concat(Stream.of("--output", "json"), Stream.of(more)).toArray(String[]::new);
        return apart.client().run("events", arguments).json();
    }
}
