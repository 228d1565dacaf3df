package dev.perigee.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.Cli;
import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.support.FakeControlPlane;
import dev.perigee.cli.support.Ran;
import dev.perigee.gateway.GatewaySettings;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.api.TokenView;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.satellite.command.exec.ExecAllow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpTest {
    private static final SatelliteId LOCAL = new SatelliteId("local");

    @TempDir
    Path directory;

    private final FakeControlPlane server = new FakeControlPlane();
    private final FakeDeployables deployables = new FakeDeployables(server.url());

    @BeforeEach
    void key() throws IOException {
        Files.writeString(directory.resolve("operator.key"), "operator\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void upIsReadyWhenTheSatelliteIsConnectedAndStopsTheSatelliteFirst() {
        server.then(new TokenView(new TokenId("01arz3ndektsv4rrffq69g5fav"), "t0ken", Instant.EPOCH, LOCAL, null));
        Ran ran = run(Map.of(), "up", "--port", "0", "--data", directory.toString());
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.stdout())
                .isEqualTo("perigee ready server=" + server.url() + " satellite=local data=" + directory + " mcp="
                        + FakeDeployables.DOOR + "\n");
        assertThat(deployables.events())
                .containsExactly("server started", "satellite started", "satellite closed", "server closed");
        assertThat(deployables.satelliteConfig().registrationToken()).isEqualTo("t0ken");
        assertThat(deployables.satelliteConfig().exec().allow()).isEqualTo(ExecAllow.ANY);
        assertThat(deployables.satelliteConfig().data()).isEqualTo(directory.resolve("satellite"));
        assertThat(deployables.satelliteConfig().mcp())
                .isEqualTo(new GatewaySettings(GatewaySettings.DoorSettings.local(7401), List.of()));
        assertThat(directory.resolve("server.json")).content().isEqualTo("{\"url\":\"" + server.url() + "\"}");
    }

    @Test
    void aRegisteredSatelliteNeedsNoToken() {
        deployables.register();
        Ran ran = run(
                Map.of("PERIGEE_SATELLITE_EXEC_ALLOW", "echo"), "up", "--port", "0", "--data", directory.toString());
        assertThat(ran.exitCode()).isZero();
        assertThat(server.requests()).isEmpty();
        assertThat(deployables.satelliteConfig().exec().allow()).isEqualTo(ExecAllow.only(List.of("echo")));
    }

    @Test
    void aSatelliteThatDoesNotConnectWithinAMinuteEndsEverything() {
        deployables.register();
        deployables.neverLetIn();
        Ran ran = run(Map.of(), "up", "--data", directory.toString());
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.stderr()).contains("satellite \"local\" was not let in within 1m");
        assertThat(deployables.events()).endsWith("satellite closed", "server closed");
    }

    @Test
    void aDirectoryThatIsInUseIsRefusedByNameAndPid() {
        DataLock held = DataLock.take(directory);
        Ran ran = run(Map.of(), "up", "--data", directory.toString());
        held.close();
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.stderr())
                .contains(
                        directory.toString(),
                        "in use by process " + ProcessHandle.current().pid())
                .hasLineCount(1);
        assertThat(deployables.events()).isEmpty();
    }

    @Test
    void moreTimeToEndThanItHasIsRefusedBeforeAnythingStarts() {
        Ran ran = run(Map.of("PERIGEE_SATELLITE_LINK_DRAIN_MAX", "12s"), "up", "--data", directory.toString());
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.stderr())
                .isEqualTo("perigee: PERIGEE_SATELLITE_LINK_DRAIN_MAX \"12s\": expected at most 8s, because perigee up"
                        + " ends within 10s; perigee satellite may take longer\n");
        assertThat(deployables.events()).isEmpty();
    }

    @Test
    void aControlPlaneThatCannotStartIsOneLine() {
        deployables.failServer(new CliException("port \"7400\": expected a free one"));
        Ran ran = run(Map.of(), "up", "--port", "7400", "--data", directory.toString());
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.stderr()).isEqualTo("perigee: port \"7400\": expected a free one\n");
    }

    @Test
    void aSatelliteThatIsRefusedEndsWithTheReason() {
        deployables.failSatellite(new ProblemException(ProblemType.UNAUTHORIZED, "the satellite key is not known"));
        Ran ran = run(
                Map.of("PERIGEE_SATELLITE_ID", "edge", "PERIGEE_SATELLITE_DATA", directory.toString()), "satellite");
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.stderr()).isEqualTo("perigee: the satellite key is not known\n");
        assertThat(deployables.events()).containsExactly("satellite started", "satellite closed");
    }

    @Test
    void serverAndSatelliteStartByThemselves() {
        Ran alone = run(Map.of("PERIGEE_SERVER_DATA", directory.toString()), "server");
        assertThat(alone.stdout()).isEqualTo("perigee ready server=" + server.url() + " data=" + directory + "\n");
        Path data = directory.resolve("edge");
        Ran satellite = run(
                Map.of(
                        "PERIGEE_SATELLITE_ID", "edge",
                        "PERIGEE_SATELLITE_DATA", data.toString(),
                        "PERIGEE_SATELLITE_SERVER", server.url()),
                "satellite");
        assertThat(satellite.stdout())
                .isEqualTo("perigee ready satellite=edge server=" + server.url() + " data=" + data + "\n");
    }

    @Test
    void theEndIsArmedBeforeAnythingStarts() {
        deployables.register();
        Foreground armed = new Foreground((running, endMax) -> {
            assertThat(deployables.events()).isEmpty();
            assertThat(endMax).isLessThan(Duration.ofSeconds(10));
            running.stop();
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exitCode = new Cli(Ran.shell(Map.of(), "", out, new ByteArrayOutputStream()), deployables, armed)
                .run("up", "--data", directory.toString());
        assertThat(exitCode).isZero();
        assertThat(deployables.events()).endsWith("server closed");
    }

    private Ran run(Map<String, String> environment, String... words) {
        Foreground foreground = new Foreground((_, _) -> {});
        ByteArrayOutputStream out = new StopsAtTheFirstLine(foreground);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new Cli(Ran.shell(environment, "", out, err), deployables, foreground).run(words);
        return new Ran(exitCode, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    /// Stdout that is content with the ready line.
    private static final class StopsAtTheFirstLine extends ByteArrayOutputStream {
        private final Foreground foreground;

        StopsAtTheFirstLine(Foreground foreground) {
            this.foreground = foreground;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            if (toString(StandardCharsets.UTF_8).endsWith("\n")) {
                foreground.stop();
            }
        }
    }
}
