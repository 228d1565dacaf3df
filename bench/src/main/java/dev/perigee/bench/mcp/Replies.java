package dev.perigee.bench.mcp;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the server says to each message: one tool, `echo`, whose answer is its argument. Thread-safe.
record Replies(Era era) {
    private static final String TOOL = """
            {"name":"echo","description":"Says what it is told.","inputSchema":{"type":"object",\
            "properties":{"text":{"type":"string"}},"required":["text"]}}""";

    private static final String UNKNOWN = "\"error\":{\"code\":-32601,\"message\":\"no such method\"}";

    /// The part of a message that matters here.
    record Incoming(
            @JsonProperty("id") @Nullable JsonNode id,
            @JsonProperty("method") @Nullable String method,
            @JsonProperty("params") @Nullable JsonNode params) {
        static Incoming of(byte[] json) {
            return Json.WIRE.read(json, Incoming.class);
        }

        boolean begins() {
            return "initialize".equals(method);
        }
    }

    /// Empty when it wants no answer.
    Optional<String> to(Incoming message) {
        if (message.id() == null || message.method() == null) {
            return Optional.empty();
        }
        return Optional.of("{\"jsonrpc\":\"2.0\",\"id\":" + message.id() + "," + outcome(message) + "}");
    }

    private String outcome(Incoming message) {
        return switch (String.valueOf(message.method())) {
            case "initialize" ->
                "\"result\":{\"protocolVersion\":" + asked(message)
                        + ",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"echo\",\"version\":\"1\"}}";
            case "ping" -> "\"result\":{}";
            case "server/discover" -> discovered();
            case "tools/list" ->
                result("\"tools\":[" + TOOL + "]"
                        + (era == Era.MODERN ? ",\"ttlMs\":60000,\"cacheScope\":\"public\"" : ""));
            case "tools/call" -> result("\"content\":[{\"type\":\"text\",\"text\":" + text(message) + "}]");
            default -> UNKNOWN;
        };
    }

    /// A server that knew this in the legacy era would be spoken to as one of the modern era.
    private String discovered() {
        return switch (era) {
            case LEGACY -> UNKNOWN;
            case MODERN ->
                result("\"supportedVersions\":[\"" + Era.MODERN.version()
                        + "\"],\"capabilities\":{\"tools\":{}},\"ttlMs\":60000,\"cacheScope\":\"public\"");
        };
    }

    private String result(String members) {
        return "\"result\":{" + (era == Era.MODERN ? "\"resultType\":\"complete\"," : "") + members + "}";
    }

    /// Whatever version a client asks for, it gets: nothing here differs between those of the legacy era.
    private static String asked(Incoming message) {
        JsonNode params = message.params();
        return params == null
                ? "\"" + Era.LEGACY.version() + "\""
                : params.path("protocolVersion").toString();
    }

    private static String text(Incoming message) {
        JsonNode params = message.params();
        return params == null ? "\"\"" : params.path("arguments").path("text").toString();
    }
}
