package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.CommandList;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.satellite.link.ControlPlaneClient;
import dev.perigee.satellite.link.Registrar;
import dev.perigee.satellite.link.ServerTrust;
import dev.perigee.server.limit.Limits;
import io.netty.util.HashedWheelTimer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A control plane that serves one request at a time.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RequestsMaxTest {
    private static final SatelliteId ABSENT = new SatelliteId("absent");

    private final HashedWheelTimer timer = new HashedWheelTimer();

    @TempDir
    private Path directory;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        Limits limits = Limits.DEFAULT;
        server = new RunningServer(RunningServer.config(directory.resolve("server"))
                .with(RunningServer.entrance(
                        new Limits(
                                limits.bodyMax(),
                                limits.reportBodyMax(),
                                limits.batchMax(),
                                limits.waitMax(),
                                limits.waitsMax(),
                                1,
                                limits.broadcastMembersMax()),
                        ServerConfig.Edge.PLAIN)));
        ServerTrust trust = ServerTrust.open(directory.resolve("server-keys.json"));
        new Registrar(new ControlPlaneClient(server.app.url(), timer), trust, directory.resolve("key"))
                .register(ABSENT, server.token(), SatelliteProfile.of("test", "Linux"));
    }

    @AfterEach
    void stop() {
        server.close();
        timer.stop();
    }

    @Test
    void whoOnlyWaitsKeepsNobodyFromBeingServed() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<CommandView> waiting = CompletableFuture.supplyAsync(this::submitAndWait, callers);
            CommandId id = onlyCommand();

            HttpResponse<String> cancelled = served("POST", "/api/v1/commands/" + id + "/cancel", null);

            assertThat(cancelled.statusCode()).isEqualTo(200);
            assertThat(waiting.get(20, TimeUnit.SECONDS).state()).isEqualTo(CommandState.CANCELLED);
        }
    }

    @Test
    void aRequestThatIsStillComingInKeepsTheNextOneOut() throws Exception {
        URI url = URI.create(server.app.url().toString());
        try (Socket slow = new Socket(url.getHost(), url.getPort())) {
            slow.getOutputStream()
                    .write(("POST /api/v1/commands HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + RunningServer.OPERATOR_KEY + "\r\nContent-Length: 10\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            HttpResponse<String> refused = getUntil(429);

            assertThat(RunningServer.problem(refused).code()).isEqualTo(ProblemType.TOO_MANY_REQUESTS.code());
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }
        assertThat(getUntil(200).statusCode()).isEqualTo(200);
    }

    /// As often as the slow request has not arrived, or not gone, yet.
    private HttpResponse<String> getUntil(int status) throws IOException, InterruptedException {
        HttpResponse<String> answer;
        do {
            answer = server.send("GET", "/api/v1/commands", RunningServer.OPERATOR_KEY, null);
        } while (answer.statusCode() != status);
        return answer;
    }

    private CommandView submitAndWait() {
        try {
            String ping = Json.WIRE.text(Submission.of(ABSENT, new CommandSpec.Ping()));
            return Json.WIRE.read(
                    served("POST", "/api/v1/commands?wait=30s", ping).body(), CommandView.class);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private CommandId onlyCommand() throws IOException, InterruptedException {
        List<CommandView> commands = List.of();
        while (commands.isEmpty()) {
            commands = Json.WIRE
                    .read(served("GET", "/api/v1/commands", null).body(), CommandList.class)
                    .commands();
        }
        return commands.getFirst().id();
    }

    /// Asks again as long as another request is being served.
    private HttpResponse<String> served(String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = server.send(method, path, RunningServer.OPERATOR_KEY, body);
        while (answer.statusCode() == 429) {
            answer = server.send(method, path, RunningServer.OPERATOR_KEY, body);
        }
        return answer;
    }
}
