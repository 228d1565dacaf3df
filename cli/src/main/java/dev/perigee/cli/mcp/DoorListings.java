package dev.perigee.cli.mcp;

import dev.perigee.cli.shell.CliException;
import dev.perigee.gateway.observe.ServerView;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What a door lists of its servers. Thread-safe; each call blocks.
final class DoorListings {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
    private static final String SERVERS = "/api/v1/mcp/servers";

    private final DoorHttp http;

    DoorListings(DoorHttp http) {
        this.http = http;
    }

    ServerView.Listing servers() throws InterruptedException {
        return read(SERVERS, ServerView.Listing.class);
    }

    <T> T logs(String server, String query, Class<T> type) throws InterruptedException {
        return read(logsPath(server) + query, type);
    }

    /// The lines of a log as they come. Whoever gets them closes them.
    HttpResponse<InputStream> follow(String server, String query, String lastEvent) throws InterruptedException {
        var request = http.address().request(logsPath(server) + query).timeout(ANSWER_MAX);
        if (!lastEvent.isEmpty()) {
            request.header("Last-Event-ID", lastEvent);
        }
        HttpResponse<InputStream> answer = http.send(request.build());
        if (answer.statusCode() != 200) {
            throw http.refused(answer);
        }
        return answer;
    }

    private <T> T read(String path, Class<T> type) throws InterruptedException {
        HttpResponse<InputStream> answer =
                http.send(http.address().request(path).timeout(ANSWER_MAX).build());
        if (answer.statusCode() != 200) {
            throw http.refused(answer);
        }
        try {
            return Json.WIRE.read(http.body(answer), type);
        } catch (BadValue e) {
            throw new CliException(
                    "no answer of a door from " + http.address().door() + ": expected JSON: " + e.getMessage());
        }
    }

    private static String logsPath(String server) {
        return SERVERS + "/" + URLEncoder.encode(server, StandardCharsets.UTF_8).replace("+", "%20") + "/logs";
    }
}
