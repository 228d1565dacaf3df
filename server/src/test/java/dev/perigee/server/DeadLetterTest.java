package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.CommandList;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.satellite.link.ControlPlaneClient;
import dev.perigee.satellite.link.LongPollLink;
import dev.perigee.satellite.link.Registrar;
import dev.perigee.satellite.link.ServerTrust;
import io.netty.util.HashedWheelTimer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Dead letters over the operator API: of a satellite that takes what it is offered and never says a word.
class DeadLetterTest {
    private static final SatelliteId EDGE = new SatelliteId("edge");

    private final HashedWheelTimer timer = new HashedWheelTimer();

    @TempDir
    private Path directory;

    private RunningServer server;
    private ControlPlaneClient client;
    private LongPollLink silent;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(directory.resolve("server"));
        client = new ControlPlaneClient(server.app.url(), timer);
        ServerTrust trust = ServerTrust.open(directory.resolve("server-keys.json"));
        silent = new LongPollLink(
                client,
                new Registrar(client, trust, directory.resolve("key"))
                        .register(EDGE, server.token(), SatelliteProfile.of("test", "Linux")),
                trust);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        timer.stop();
    }

    @Test
    void aDeadLetterIsListedUntilItIsRedrivenWhichHappensOnce() throws Exception {
        CommandId dead = dead();
        assertThat(deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.id()).isEqualTo(dead);
            assertThat(letter.reason()).isEqualTo("offered 1 times, and never acknowledged within the lease");
        });

        HttpResponse<String> first = post(dead);
        HttpResponse<String> second = post(dead);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(200);
        CommandView next = Json.WIRE.read(first.body(), CommandView.class);
        assertThat(Json.WIRE.read(second.body(), CommandView.class).id()).isEqualTo(next.id());
        assertThat(next.redriveOf()).isEqualTo(dead);
        assertThat(next.correlation()).isEqualTo("night");
        assertThat(deadLetters()).isEmpty();
        assertThat(list("?correlation=night")).extracting(CommandView::id).containsExactly(next.id(), dead);
        assertThat(list("?correlation=day")).isEmpty();
    }

    @Test
    void whatIsNotDeadCannotBeRedriven() throws Exception {
        CommandView queued = server.submit(Submission.of(EDGE, new CommandSpec.Ping()), "");

        HttpResponse<String> answer = post(queued.id());

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(RunningServer.problem(answer).code()).isEqualTo(ProblemType.COMMAND_NOT_DEAD.code());
        assertThat(RunningServer.problem(answer).detail()).contains("is queued");
    }

    private CommandId dead() throws Exception {
        CommandView command = server.submit(
                new Submission(EDGE, new CommandSpec.Ping(), null, null, null, false, null, 1, null, "night"), "");
        assertThat(silent.open(Poll.of("session-1", 1, Duration.ofSeconds(10)))
                        .await()
                        .orElseThrow()
                        .deliveries())
                .hasSize(1);
        server.awaitState(command.id(), CommandState.DEAD_LETTERED);
        return command.id();
    }

    private List<CommandView> deadLetters() throws IOException, InterruptedException {
        return read("/api/v1/dead-letters?limit=10");
    }

    private List<CommandView> list(String query) throws IOException, InterruptedException {
        return read("/api/v1/commands" + query);
    }

    private List<CommandView> read(String path) throws IOException, InterruptedException {
        String body = server.send("GET", path, RunningServer.OPERATOR_KEY, null).body();
        return Json.WIRE.read(body, CommandList.class).commands();
    }

    private HttpResponse<String> post(CommandId id) throws IOException, InterruptedException {
        return server.send("POST", "/api/v1/commands/" + id + "/redrive", RunningServer.OPERATOR_KEY, null);
    }
}
