package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.config.ConfigView;
import dev.perigee.protocol.json.Json;
import dev.perigee.satellite.SatelliteApp;
import dev.perigee.satellite.SatelliteConfig;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole path of a configuration over a real connection: operator API, store, hint, signed answer, satellite,
/// report.
class ConfigTest {
    private static final SatelliteId EDGE = new SatelliteId("edge");
    private static final String GLOBAL = "/api/v1/config/layer?layer=global";

    @TempDir
    private Path directory;

    private RunningServer server;
    private SatelliteApp satellite;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(directory.resolve("server"));
        satellite = SatelliteApp.start(config(server.token()), "test");
        assertThat(satellite.awaitConnected(Duration.ofSeconds(20))).isTrue();
    }

    @AfterEach
    void stop() {
        satellite.close();
        server.close();
    }

    @Test
    void aChangeReachesTheSatelliteWhileItsPollWaitsAndOutlivesItsRestart() throws Exception {
        assertThat(echo()).isEqualTo(CommandState.COMPLETED);
        long begun = System.nanoTime();
        assertThat(put("{\"exec\":{\"allow\":[\"ls\"]}}", "0").statusCode()).isEqualTo(200);
        awaitDrift(drift -> drift.inSync() == 1);
        // The poll waits for 30 s: what is sooner came by the hint.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
        assertThat(echo()).isEqualTo(CommandState.FAILED);
        satellite.close();
        satellite = SatelliteApp.start(config(null), "test");
        assertThat(echo()).isEqualTo(CommandState.FAILED);
    }

    @Test
    void whatTheSatelliteCannotTakeIsReportedAndNothingOfItIsDone() throws Exception {
        put("{\"exec\":{\"allow\":[]},\"mcpServers\":{\"files\":{\"command\":\"x\",\"env\":{\"T\":\"hush\"}}}}", "0");
        ConfigView.Drift drift =
                awaitDrift(found -> found.satellites().stream().anyMatch(satellite -> satellite.error() != null));
        assertThat(drift.drifted()).isEqualTo(1);
        assertThat(drift.satellites().getFirst().error()).contains("files").contains("no MCP gateway");
        assertThat(echo()).isEqualTo(CommandState.COMPLETED);
        for (String path : List.of(
                GLOBAL,
                "/api/v1/config/layers",
                "/api/v1/config/history?layer=global",
                "/api/v1/satellites/edge/config",
                "/api/v1/config/diff?layer=global&from=0&to=1")) {
            HttpResponse<String> shown = server.send("GET", path, RunningServer.OPERATOR_KEY, null);
            assertThat(shown.statusCode()).as(path).isEqualTo(200);
            assertThat(shown.body()).as(path).contains("***").doesNotContain("hush");
        }
    }

    @Test
    void aChangeNamesTheRevisionThatItIsTo() throws Exception {
        HttpResponse<String> first = put("{\"exec\":{\"allow\":[\"echo\"]}}", "0");
        assertThat(first.headers().firstValue("ETag")).contains("\"1\"");
        assertThat(put("{}", "0").statusCode()).isEqualTo(412);
        assertThat(put("{}", "\"1\"").statusCode()).isEqualTo(200);
        assertThat(server.send("PUT", GLOBAL, RunningServer.OPERATOR_KEY, "{}").statusCode())
                .isEqualTo(400);
        HttpResponse<String> wrong = put("{\"colour\":1,\"exec\":{\"allow\":7}}", "2");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("/colour").contains("/exec/allow");
    }

    @Test
    void aDryRunChangesNothing() throws Exception {
        HttpResponse<String> run = server.send(
                "POST",
                "/api/v1/config/dry-run?layer=satellite:edge",
                RunningServer.OPERATOR_KEY,
                "{\"exec\":{\"allow\":[\"ls\"]}}");
        assertThat(Json.WIRE.read(run.body(), ConfigView.DryRun.class).changes())
                .extracting(ConfigView.DryRun.Change::satellite)
                .containsExactly(EDGE);
        assertThat(awaitDrift(_ -> true).inSync()).isEqualTo(1);
    }

    private HttpResponse<String> put(String document, String expected) throws Exception {
        return server.send("PUT", GLOBAL, RunningServer.OPERATOR_KEY, document, "If-Match", expected);
    }

    private CommandState echo() throws Exception {
        CommandSpec exec = new CommandSpec.Exec("echo", List.of("hello"), Map.of(), null);
        CommandView ended = server.submit(Submission.of(EDGE, exec), "?wait=20s");
        assertThat(ended.result()).isInstanceOfAny(Result.Completed.class, Result.Failed.class);
        return ended.state();
    }

    /// Looks until it is as it should be; gives up after 20 s.
    private ConfigView.Drift awaitDrift(Predicate<ConfigView.Drift> fits) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            ConfigView.Drift drift = Json.WIRE.read(
                    server.send("GET", "/api/v1/config/drift", RunningServer.OPERATOR_KEY, null)
                            .body(),
                    ConfigView.Drift.class);
            if (fits.test(drift)) {
                return drift;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(drift);
            }
        }
    }

    private SatelliteConfig config(@Nullable String token) {
        return new SatelliteConfig(
                server.app.url(),
                EDGE,
                directory.resolve("satellite"),
                token,
                SatelliteConfig.MAX_CONCURRENT_DEFAULT,
                SatelliteConfig.Membership.NONE,
                SatelliteConfig.Exec.DEFAULT,
                new SatelliteConfig.Link(
                        Duration.ofSeconds(30), Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                null);
    }
}
