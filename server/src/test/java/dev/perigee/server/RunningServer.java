package dev.perigee.server;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.server.limit.Limits;
import dev.perigee.server.limit.Rates;
import dev.perigee.server.oidc.OidcConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A control plane on a free port of the loopback, and an HTTP client that talks to it.
final class RunningServer implements AutoCloseable {
    static final String OPERATOR_KEY = "operator-key-for-tests";

    final ServerApp app;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningServer(Path data) throws IOException {
        this(config(data)
                .with(new ServerConfig.Commands(
                        Duration.ofMillis(500),
                        3,
                        new ServerConfig.Backoff(Duration.ofMillis(10), Duration.ofMillis(100)),
                        Duration.ofHours(1),
                        ServerConfig.Queue.DEFAULT,
                        Map.of())));
    }

    /// On any free port, with the key of these tests, and all else as it is by default.
    static ServerConfig config(Path data) {
        return ServerConfig.of(data)
                .with(entrance(Limits.DEFAULT, ServerConfig.Edge.PLAIN))
                .with(callers(null, Rates.DEFAULT));
    }

    static ServerConfig.Entrance entrance(Limits limits, ServerConfig.Edge edge) {
        return new ServerConfig.Entrance("127.0.0.1", 0, limits, edge);
    }

    static ServerConfig.Callers callers(@Nullable OidcConfig oidc, Rates rates) {
        return new ServerConfig.Callers(OPERATOR_KEY, oidc, rates);
    }

    RunningServer(ServerConfig config) throws IOException {
        app = ServerApp.start(config);
    }

    String token() {
        return app.createToken(TokenRequest.of(null)).token();
    }

    CommandView submit(Submission submission, String query) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send("POST", "/api/v1/commands" + query, OPERATOR_KEY, Json.WIRE.text(submission));
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(answer.statusCode() + ": " + answer.body());
        }
        return Json.WIRE.read(answer.body(), CommandView.class);
    }

    CommandView show(CommandId id) throws IOException, InterruptedException {
        return Json.WIRE.read(
                send("GET", "/api/v1/commands/" + id, OPERATOR_KEY, null).body(), CommandView.class);
    }

    /// Looks until the command is in `state`; gives up after 20 s.
    void awaitState(CommandId id, CommandState state) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (show(id).state() != state) {
            if (System.nanoTime() > end) {
                throw new AssertionError("command " + id + " did not become " + state + ": " + show(id));
            }
        }
    }

    /// `headers` are names and values by turns.
    HttpResponse<String> send(
            String method, String path, @Nullable String key, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(app.url() + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static Problem problem(HttpResponse<String> answer) {
        return Json.WIRE.read(answer.body(), Problem.class);
    }

    @Override
    public void close() {
        app.close();
        client.shutdownNow();
    }
}
