package dev.perigee.gateway.door;

import dev.perigee.gateway.rpc.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// An MCP client of the modern era over HTTP, as bare as can be.
final class StatelessVisitor {
    static final String VERSION = "2026-07-28";

    private final HttpClient http;
    private final URI door;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String capabilities = "{}";

    StatelessVisitor(HttpClient http, URI door) {
        this.http = http;
        this.door = door;
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json, text/event-stream");
        headers.put("MCP-Protocol-Version", VERSION);
    }

    StatelessVisitor declaring(String others) {
        capabilities = others;
        return this;
    }

    /// With a header set to another value for all that follows.
    StatelessVisitor with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /// The result of a request that succeeds.
    JsonObject result(String method, String params) {
        JsonObject response = call(method, params);
        return response.object("result").orElseThrow(() -> new AssertionError(response));
    }

    JsonObject error(String method, String params) {
        JsonObject response = call(method, params);
        return response.object("error").orElseThrow(() -> new AssertionError(response));
    }

    JsonObject call(String method, String params) {
        return Visitor.messages(post(method, params)).getLast();
    }

    HttpResponse<String> post(String method, String params) {
        try {
            return http.send(request(method, params), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// The lines of the answer as they come; closing the stream closes the connection.
    CompletableFuture<HttpResponse<Stream<String>>> open(String method, String params) {
        return http.sendAsync(request(method, params), HttpResponse.BodyHandlers.ofLines());
    }

    HttpRequest request(String method, String params) {
        JsonObject given = JsonObject.of(params);
        JsonObject meta = given.object("_meta")
                .orElse(JsonObject.EMPTY)
                .with("io.modelcontextprotocol/protocolVersion", VERSION)
                .with("io.modelcontextprotocol/clientCapabilities", JsonObject.of(capabilities));
        JsonObject body = JsonObject.of("{\"jsonrpc\":\"2.0\",\"id\":7}")
                .with("method", method)
                .with("params", given.with("_meta", meta));
        HttpRequest.Builder request = HttpRequest.newBuilder(door)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Mcp-Method", method);
        List.of("name", "uri", "taskId")
                .forEach(member -> given.string(member).ifPresent(name -> all.put("Mcp-Name", name)));
        all.putAll(headers);
        all.forEach(request::header);
        return request.build();
    }
}
