package dev.perigee.gateway.door;

import dev.perigee.gateway.rpc.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An MCP client of the legacy era over HTTP, as bare as can be.
final class Visitor {
    private final HttpClient http;
    private final URI door;
    private @Nullable String session;

    Visitor(HttpClient http, URI door) {
        this.http = http;
        this.door = door;
    }

    /// Says hello; returns the result.
    JsonObject greet(String capabilities) {
        HttpResponse<String> answer = post("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
                + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":" + capabilities
                + ",\"clientInfo\":{\"name\":\"visitor\",\"version\":\"1\"}}}");
        session = answer.headers().firstValue("Mcp-Session-Id").orElse(null);
        return JsonObject.of(answer.body()).object("result").orElseThrow();
    }

    /// The one response, from plain JSON or as the last event of a stream.
    JsonObject call(int id, String method, String params) {
        List<JsonObject> messages = messages(post(
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}"));
        return messages.getLast();
    }

    static List<JsonObject> messages(HttpResponse<String> answer) {
        boolean stream = answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        return stream
                ? answer.body()
                        .lines()
                        .filter(line -> line.startsWith("data: {"))
                        .map(line -> JsonObject.of(line.substring(6)))
                        .toList()
                : List.of(JsonObject.of(answer.body()));
    }

    HttpResponse<String> post(String message) {
        return send(request().POST(HttpRequest.BodyPublishers.ofString(message)));
    }

    HttpResponse<String> delete() {
        return send(request().DELETE());
    }

    HttpRequest.Builder request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(door)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        if (session != null) {
            request.header("Mcp-Session-Id", session);
        }
        return request;
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
