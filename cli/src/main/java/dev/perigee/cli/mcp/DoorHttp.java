package dev.perigee.cli.mcp;

import dev.perigee.cli.shell.CliException;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// HTTP to one door. What goes wrong ends the program with one line that names the door. Thread-safe.
final class DoorHttp implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final int PROBLEM_BYTES_MAX = 64 * 1024;

    private final DoorAddress address;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .build();

    DoorHttp(DoorAddress address) {
        this.address = address;
    }

    DoorAddress address() {
        return address;
    }

    /// The answer as it begins; whoever gets it closes its body. Throws `CliException` when nobody answers.
    HttpResponse<InputStream> send(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (ConnectException | HttpConnectTimeoutException _) {
            throw new CliException("no door at " + address.door() + " (nobody answers there): expected a satellite with"
                    + " an MCP gateway, as `perigee up` starts it, or another --door");
        } catch (HttpTimeoutException _) {
            throw new CliException(address.door() + " did not answer in time");
        } catch (IOException e) {
            throw lost(e);
        }
    }

    CliException lost(IOException e) {
        return new CliException("lost the connection to " + address.door() + ": " + e.getMessage());
    }

    /// What a refusal says of itself, be it a problem or a JSON-RPC error, as the end of the program.
    CliException refused(HttpResponse<InputStream> answer) {
        int status = answer.statusCode();
        if (status == 401) {
            return new CliException("the door at " + address.door() + " wants its API key: expected --door-key,"
                    + " --key-file or PERIGEE_DOOR_KEY" + (address.key() == null ? "" : ", and not the one given"));
        }
        try (InputStream body = answer.body()) {
            JsonNode said = Json.WIRE.read(body.readNBytes(PROBLEM_BYTES_MAX), JsonNode.class);
            String why = said.path("detail")
                    .asString(said.path("error").path("message").asString(""));
            if (!why.isEmpty()) {
                return new CliException(why);
            }
        } catch (BadValue | IOException _) {
            // Whatever answered is no door.
        }
        return new CliException(
                address.door() + " answered with HTTP status " + status + ": expected the door of a satellite");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
