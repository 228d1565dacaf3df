package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.SatelliteDetail;
import dev.perigee.protocol.api.SatelliteList;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.FailureCode;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Labels;
import dev.perigee.satellite.SatelliteApp;
import dev.perigee.satellite.SatelliteConfig;
import dev.perigee.server.limit.Rate;
import dev.perigee.server.limit.Rates;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole path of a command over a real connection: operator API, store, long poll, inbox, process, outbox, result.
class ServerAndSatelliteTest {
    private static final SatelliteId EDGE = new SatelliteId("edge");

    @TempDir
    private Path directory;

    private RunningServer server;
    private SatelliteApp satellite;
    private SatelliteConfig.Membership membership = SatelliteConfig.Membership.NONE;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(directory.resolve("server"));
        satellite = SatelliteApp.start(config(server.token()), "test");
    }

    @AfterEach
    void stop() {
        satellite.close();
        server.close();
    }

    @Test
    void aPingCompletes() throws Exception {
        CommandView ended = server.submit(Submission.of(EDGE, new CommandSpec.Ping()), "?wait=20s");
        assertThat(ended.state()).isEqualTo(CommandState.COMPLETED);
        assertThat(ended.attempts()).isEqualTo(1);
    }

    @Test
    void aProgramRunsAndItsOutputComesBack() throws Exception {
        CommandView ended = server.submit(exec("echo", "hello", "$HOME"), "?wait=20s");
        assertThat(ended.result()).isInstanceOfSatisfying(Result.Completed.class, completed -> {
            assertThat(completed.exitCode()).isZero();
            assertThat(completed.stdout()).isEqualTo(Output.of("hello $HOME\n"));
            assertThat(completed.stderr()).isEqualTo(Output.EMPTY);
        });
    }

    @Test
    void aProgramThatIsNotAllowedIsAResult() throws Exception {
        CommandView ended = server.submit(exec("sh", "-c", "true"), "?wait=20s");
        assertThat(ended.state()).isEqualTo(CommandState.FAILED);
        assertThat(ended.result()).isInstanceOfSatisfying(Result.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.PROGRAM_NOT_ALLOWED);
            assertThat(failed.message()).contains("\"sh\"");
        });
    }

    @Test
    void theKeyIsKeptForTheNextStartAndOnlyItsOwnerCanReadIt() throws Exception {
        Path key = directory.resolve("satellite").resolve("key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        satellite.close();
        satellite = SatelliteApp.start(config(null), "test");
        assertThat(server.submit(exec("true"), "?wait=20s").state()).isEqualTo(CommandState.COMPLETED);
    }

    @Test
    void aClosedSatelliteEndsWhatItRunsAsInterruptedAndReportsIt() throws Exception {
        CommandView running = server.submit(exec("sleep", "60"), "");
        server.awaitState(running.id(), CommandState.ACKNOWLEDGED);
        satellite.close();
        assertThat(server.show(running.id()).state()).isEqualTo(CommandState.INTERRUPTED);
    }

    @Test
    void aSatelliteThatMayCallSeldomIsSlowedAndLosesNothing() throws Exception {
        satellite.close();
        server.close();
        Rate rate = new Rate(5, 5);
        Rates rates = Rates.DEFAULT;
        server = new RunningServer(RunningServer.config(directory.resolve("server"))
                .with(RunningServer.callers(
                        null,
                        new Rates(
                                rate,
                                rates.operator(),
                                rates.address(),
                                rates.registrationOfAddress(),
                                rates.registration(),
                                List.of()))));
        satellite = SatelliteApp.start(config(null), "test");
        long begin = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            CommandView ended = server.submit(exec("echo", String.valueOf(i)), "?wait=20s");
            assertThat(ended.state()).isEqualTo(CommandState.COMPLETED);
        }
        // A poll and a report each are twenty calls, of which five are free and five come with each second.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void whatASatelliteSaysOfItselfIsKnownAfterItsNextStart() throws Exception {
        assertThat(satellites("label:env=prod")).isEmpty();
        assertThat(satellites("all").getFirst().maxConcurrent()).isEqualTo(8);
        satellite.close();
        membership = new SatelliteConfig.Membership(
                new GroupName("web"), Labels.of(Map.of("env", "prod")), List.of("orders", "billing"));
        satellite = SatelliteApp.start(config(null), "test-2");

        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (satellites("label:env=prod").isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }

        SatelliteView view = satellites("group:web").getFirst();
        assertThat(view.labels()).isEqualTo(Labels.of(Map.of("env", "prod")));
        assertThat(view.version()).isEqualTo("test-2");
        SatelliteDetail detail = Json.WIRE.read(
                server.send("GET", "/api/v1/satellites/" + EDGE, RunningServer.OPERATOR_KEY, null)
                        .body(),
                SatelliteDetail.class);
        assertThat(detail.identity().routes()).containsExactly("billing", "orders");
    }

    private List<SatelliteView> satellites(String target) throws Exception {
        String path = "/api/v1/satellites?target=" + URLEncoder.encode(target, StandardCharsets.UTF_8);
        return Json.WIRE
                .read(server.send("GET", path, RunningServer.OPERATOR_KEY, null).body(), SatelliteList.class)
                .satellites();
    }

    private SatelliteConfig config(@Nullable String token) {
        SatelliteConfig config = SatelliteConfig.of(server.app.url(), EDGE, directory.resolve("satellite"));
        return new SatelliteConfig(
                config.server(),
                config.id(),
                config.data(),
                token,
                config.maxConcurrent(),
                membership,
                config.exec(),
                new SatelliteConfig.Link(
                        config.link().pollWait(),
                        config.link().backoffMin(),
                        config.link().backoffMax(),
                        Duration.ofSeconds(1)),
                null);
    }

    private static Submission exec(String program, String... arguments) {
        return Submission.of(EDGE, new CommandSpec.Exec(program, List.of(arguments), Map.of(), null));
    }
}
