package dev.perigee.testkit.mcp;

import com.sun.net.httpserver.HttpExchange;
import dev.perigee.testkit.mcp.offer.Json;
import dev.perigee.testkit.mcp.offer.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What both eras do with an HTTP exchange.
final class Http {
    static final int NOT_ALLOWED = 405;

    private static final int BODY_MAX = 16 * 1024 * 1024;
    private static final int ACCEPTED = 202;

    private Http() {}

    /// The one message in the body. Throws `Refusal` when there is none.
    static ObjectNode message(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_MAX);
        try {
            if (Json.parse(body) instanceof ObjectNode message) {
                return message;
            }
        } catch (JacksonException e) {
            throw new Refusal(Refusal.PARSE_ERROR, "not JSON: " + e.getOriginalMessage());
        }
        throw new Refusal(Refusal.INVALID_REQUEST, "expected one JSON-RPC message");
    }

    static void accepted(HttpExchange exchange) throws IOException {
        empty(exchange, ACCEPTED);
    }

    static void empty(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    static void json(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = Json.text(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /// Begins a stream of server-sent events.
    static OutputStream stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    /// Writes an event, or lines of one.
    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
