package dev.perigee.cli.mcp;

import dev.perigee.cli.shell.CliException;
import dev.perigee.http.tls.TlsFailure;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import tools.jackson.databind.JsonNode;

/// HTTP to one door. What goes wrong ends the program with one line that names the door. Thread-safe.
final class DoorHttp implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration BODY_MAX = Duration.ofSeconds(60);
    private static final int BODY_BYTES_MAX = 128 * 1024 * 1024;

    private final DoorAddress address;
    private final Duration bodyMax;
    private final HttpClient http;

    DoorHttp(DoorAddress address) {
        this(address, BODY_MAX);
    }

    /// With so much time for the rest of an answer that has begun and is no stream.
    DoorHttp(DoorAddress address, Duration bodyMax) {
        this.address = address;
        this.bodyMax = bodyMax;
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_MAX);
        if ("https".equals(address.door().getScheme())) {
            client.sslContext(address.tls().read().context());
        }
        this.http = client.build();
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
        } catch (SSLException e) {
            throw new CliException("no answer from " + address.door() + ": "
                    + TlsFailure.explain(e).orElse(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /// The rest of an answer that is no stream. Throws `CliException` when it is too long or does not come.
    byte[] body(HttpResponse<InputStream> answer) throws InterruptedException {
        FutureTask<byte[]> reading = new FutureTask<>(() -> {
            try (InputStream body = answer.body()) {
                return body.readNBytes(BODY_BYTES_MAX + 1);
            }
        });
        Thread.ofVirtual().name("reading").start(reading);
        try {
            byte[] body = reading.get(bodyMax.toNanos(), TimeUnit.NANOSECONDS);
            if (body.length > BODY_BYTES_MAX) {
                throw new CliException(address.door() + " answered with more than " + BODY_BYTES_MAX + " bytes");
            }
            return body;
        } catch (TimeoutException _) {
            throw new CliException(address.door() + " began to answer and did not go on in time");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException lost ? lost(lost) : new IllegalStateException(e.getCause());
        }
    }

    CliException lost(IOException e) {
        return new CliException("lost the connection to " + address.door() + ": " + e.getMessage());
    }

    /// What a refusal says of itself, be it a problem or a JSON-RPC error, as the end of the program.
    CliException refused(HttpResponse<InputStream> answer) throws InterruptedException {
        int status = answer.statusCode();
        if (status == 401) {
            return new CliException("the door at " + address.door() + " wants its API key: expected --door-key,"
                    + " --key-file or PERIGEE_DOOR_KEY" + (address.key() == null ? "" : ", and not the one given"));
        }
        String why = reason(answer);
        if (why.isEmpty()) {
            return new CliException(
                    address.door() + " answered with HTTP status " + status + ": expected the door of a satellite");
        }
        return new CliException(why);
    }

    /// Empty when whatever answered is no door.
    private String reason(HttpResponse<InputStream> answer) throws InterruptedException {
        try {
            JsonNode said = Json.WIRE.read(body(answer), JsonNode.class);
            // A problem with this status is of a server that has no such path, as a control plane.
            return answer.statusCode() == 404
                    ? said.path("error").path("message").asString("")
                    : said.path("detail")
                            .asString(said.path("error").path("message").asString(""));
        } catch (BadValue | CliException _) {
            return "";
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
