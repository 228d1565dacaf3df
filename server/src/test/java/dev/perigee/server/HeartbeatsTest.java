package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.LivenessChange;
import dev.perigee.protocol.api.SatelliteDetail;
import dev.perigee.protocol.api.SatelliteList;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.ProcessStatus;
import dev.perigee.protocol.json.Json;
import dev.perigee.satellite.SatelliteApp;
import dev.perigee.satellite.SatelliteConfig;
import dev.perigee.satellite.command.exec.ExecAllow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a satellite is, over a real connection: measured, told, kept, shown, and missed when it falls silent.
class HeartbeatsTest {
    private static final SatelliteId EDGE = new SatelliteId("edge");
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path directory;

    @Test
    void whatASatelliteMeasuresIsShownAndItsSilenceIsNoticed() throws Exception {
        try (RunningServer server = new RunningServer(config())) {
            try (SatelliteApp _ = SatelliteApp.start(satellite(server), "test")) {
                server.submit(Submission.of(EDGE, new CommandSpec.Exec("sleep", List.of("20"), Map.of(), null)), "");
                SatelliteDetail detail = await(server, one -> one.heartbeat() != null && runs(one.heartbeat()));

                assertThat(detail.heartbeatInterval()).isEqualTo(Duration.ofSeconds(1));
                assertThat(detail.heartbeat()).satisfies(HeartbeatsTest::isReal);
                assertThat(answer(server, "/api/v1/satellites/edge/series?span=5m"))
                        .contains("\"step\":\"1m\"")
                        .containsPattern("\"memory_percent\":\\[[^\\]]*\\d");
            }
            SatelliteDetail silent = await(server, one -> one.satellite().state() == Liveness.STALE);

            assertThat(silent.changes())
                    .extracting(LivenessChange::state)
                    .containsExactly(Liveness.LIVE, Liveness.STALE);
            assertThat(silent.changes().getLast().why()).startsWith("no sign of life for 3s, last seen ");
            assertThat(listed(server, "stale")).hasSize(1);
            assertThat(listed(server, "live")).isEmpty();
        }
    }

    @Test
    void whatIsAskedWronglyIsExplained() throws Exception {
        try (RunningServer server = new RunningServer(config())) {
            assertThat(answer(server, "/api/v1/satellites/nobody")).contains("nobody", "not registered");
            assertThat(answer(server, "/api/v1/satellites/nobody/series")).contains("nobody", "not registered");
            assertThat(answer(server, "/api/v1/satellites?status=fine")).contains("fine", "live, stale or dead");
        }
    }

    private static void isReal(Heartbeat heartbeat) {
        assertThat(heartbeat.system().memoryTotalBytes()).isGreaterThan(64L << 20);
        assertThat(heartbeat.system().diskUsedPercent()).isBetween(0.0, 100.0);
        assertThat(heartbeat.system().uptimeSeconds()).isPositive();
        assertThat(heartbeat.version()).isEqualTo("test");
        assertThat(heartbeat.processes()).anySatisfy(process -> {
            assertThat(process.kind()).isEqualTo(ProcessStatus.Kind.COMMAND);
            assertThat(process.processes()).isEqualTo(1);
            assertThat(process.memoryBytes()).isPositive();
        });
    }

    private static boolean runs(Heartbeat heartbeat) {
        return heartbeat.processes().stream().anyMatch(one -> one.processes() > 0);
    }

    private SatelliteDetail await(RunningServer server, Predicate<SatelliteDetail> wanted) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        SatelliteDetail detail = Json.WIRE.read(answer(server, "/api/v1/satellites/edge"), SatelliteDetail.class);
        while (!wanted.test(detail)) {
            assertThat(System.nanoTime()).as("in time: %s", detail).isLessThan(end);
            detail = Json.WIRE.read(answer(server, "/api/v1/satellites/edge"), SatelliteDetail.class);
        }
        return detail;
    }

    private static List<?> listed(RunningServer server, String status) throws Exception {
        return Json.WIRE
                .read(answer(server, "/api/v1/satellites?status=" + status), SatelliteList.class)
                .satellites();
    }

    private static String answer(RunningServer server, String path) throws Exception {
        return server.send("GET", path, RunningServer.OPERATOR_KEY, null).body();
    }

    private ServerConfig config() {
        return RunningServer.config(directory.resolve("server"))
                .with(new ServerConfig.Satellites(Duration.ofSeconds(3), Duration.ofMinutes(5), null));
    }

    private SatelliteConfig satellite(RunningServer server) {
        SatelliteConfig config = SatelliteConfig.of(server.app.url(), EDGE, directory.resolve("satellite"));
        return new SatelliteConfig(
                config.server(),
                config.id(),
                config.data(),
                server.token(),
                config.maxConcurrent(),
                config.membership(),
                new SatelliteConfig.Exec(ExecAllow.only(List.of("sleep")), 1 << 20, 1 << 18),
                new SatelliteConfig.Link(
                        Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(1)),
                null);
    }
}
