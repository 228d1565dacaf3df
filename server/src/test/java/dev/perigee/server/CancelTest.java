package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.Explanation;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.satellite.SatelliteApp;
import dev.perigee.satellite.SatelliteConfig;
import dev.perigee.satellite.command.exec.ExecAllow;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cancellation over a real connection, down to the program: the satellite has a single slot, so it hears of it while
/// it can take nothing else.
class CancelTest {
    private static final SatelliteId EDGE = new SatelliteId("edge");

    @TempDir
    private Path directory;

    private RunningServer server;
    private SatelliteApp satellite;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(directory.resolve("server"));
        SatelliteConfig config = SatelliteConfig.of(server.app.url(), EDGE, directory.resolve("satellite"));
        SatelliteConfig.Exec exec = config.exec();
        satellite = SatelliteApp.start(
                new SatelliteConfig(
                        config.server(),
                        config.id(),
                        config.data(),
                        server.token(),
                        1,
                        config.membership(),
                        new SatelliteConfig.Exec(ExecAllow.ANY, exec.outputMax(), exec.liveMax()),
                        config.link(),
                        null),
                "test");
    }

    @AfterEach
    void stop() {
        satellite.close();
        server.close();
    }

    @Test
    void aRunningProgramIsEndedAndWhatItWroteIsKept() throws Exception {
        CommandView running = run("echo begun; touch \"$0\"; sleep 60");

        CommandView cancelled = cancel(running.id(), "?wait=20s");

        assertThat(cancelled.state()).isEqualTo(CommandState.CANCELLED);
        assertThat(cancelled.result())
                .isInstanceOfSatisfying(
                        Result.Cancelled.class,
                        result -> assertThat(result.stdout()).isEqualTo(Output.of("begun\n")));
        assertThat(cancelled.cancelRequestedAt()).isNotNull();
        assertThat(cancel(running.id(), "")).isEqualTo(cancelled);
    }

    @Test
    void aProgramThatIgnoresTheSignalIsKilled() throws Exception {
        CommandView running = run("trap '' TERM; touch \"$0\"; while :; do sleep 1; done");

        assertThat(cancel(running.id(), "?wait=20s").state()).isEqualTo(CommandState.CANCELLED);
    }

    @Test
    void whileOneRunsTheNextIsCancelledInTheQueueAndAnotherRunsAfterwards() throws Exception {
        CommandView running = run("touch \"$0\"; sleep 60");
        CommandView queued = server.submit(exec("true"), "");

        CommandView cancelled = cancel(queued.id(), "");

        assertThat(cancelled.state()).isEqualTo(CommandState.CANCELLED);
        assertThat(cancelled.reason()).isEqualTo("cancelled by operator while queued");
        assertThat(cancelled.result()).isNull();
        assertThat(why(running.id()).reasons())
                .extracting(Explanation.Reason::rule)
                .contains("running");
        cancel(running.id(), "?wait=20s");
        assertThat(server.submit(exec("true"), "?wait=20s").state()).isEqualTo(CommandState.COMPLETED);
    }

    @Test
    void whatHasEndedStaysAsItIs() throws Exception {
        CommandView ended = server.submit(exec("true"), "?wait=20s");

        assertThat(cancel(ended.id(), "?wait=20s")).isEqualTo(ended);
        assertThat(why(ended.id()).reasons().getFirst().rule()).isEqualTo("completed");
    }

    @Test
    void anUnknownCommandIsAProblem() throws Exception {
        HttpResponse<String> answer = post("/api/v1/commands/01arz3ndektsv4rrffq69g5fav/cancel");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(RunningServer.problem(answer).code()).isEqualTo(ProblemType.COMMAND_UNKNOWN.code());
    }

    private CommandView run(String script) throws Exception {
        Path begun = directory.resolve("begun");
        CommandView running = server.submit(exec("sh", "-c", script, begun.toString()), "");
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (Files.notExists(begun)) {
            assertThat(System.nanoTime()).as("begun").isLessThan(end);
            Thread.onSpinWait();
        }
        server.awaitState(running.id(), CommandState.ACKNOWLEDGED);
        return running;
    }

    private CommandView cancel(CommandId id, String query) throws IOException, InterruptedException {
        HttpResponse<String> answer = post("/api/v1/commands/" + id + "/cancel" + query);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.WIRE.read(answer.body(), CommandView.class);
    }

    private Explanation why(CommandId id) throws IOException, InterruptedException {
        String body = server.send("GET", "/api/v1/commands/" + id + "/why", RunningServer.OPERATOR_KEY, null)
                .body();
        return Json.WIRE.read(body, Explanation.class);
    }

    private HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return server.send("POST", path, RunningServer.OPERATOR_KEY, null);
    }

    private static Submission exec(String program, String... arguments) {
        return Submission.of(EDGE, new CommandSpec.Exec(program, List.of(arguments), Map.of(), null));
    }
}
