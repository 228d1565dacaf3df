package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The headers of a 2026-07-28 POST that say again what its body says, so that what stands between need not read it:
/// the version, the method, and the name of what it is about. A value that cannot stand in a header as it is goes as
/// `=?base64?…?=`.
final class MirroredHeaders {
    static final String METHOD = "Mcp-Method";
    static final String NAME = "Mcp-Name";

    private static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
    private static final String OPENING = "=?base64?";
    private static final String CLOSING = "?=";

    private MirroredHeaders() {}

    static Map<String, String> of(Message message, String version) {
        Map<String, String> headers = new LinkedHashMap<>();
        switch (message) {
            case Message.Request request -> {
                headers.put(SessionHeaders.VERSION, version(request.params(), version));
                headers.put(METHOD, encoded(request.method()));
                name(request.method(), request.params()).ifPresent(name -> headers.put(NAME, encoded(name)));
            }
            case Message.Notification notification -> {
                headers.put(SessionHeaders.VERSION, version(notification.params(), version));
                headers.put(METHOD, encoded(notification.method()));
            }
            case Message.Response _ -> headers.put(SessionHeaders.VERSION, version);
        }
        return headers;
    }

    static String encoded(String value) {
        boolean plain = !value.isEmpty()
                && value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'))
                && value.equals(value.strip())
                && !(value.startsWith(OPENING) && value.endsWith(CLOSING));
        return plain
                ? value
                : OPENING + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + CLOSING;
    }

    /// What the message says itself comes first, as the two must agree.
    private static String version(JsonObject params, String otherwise) {
        return params.object("_meta")
                .flatMap(meta -> meta.string(VERSION_KEY))
                .map(MirroredHeaders::encoded)
                .orElse(otherwise);
    }

    private static Optional<String> name(String method, JsonObject params) {
        return switch (method) {
            case "tools/call", "prompts/get" -> params.string("name");
            case "resources/read" -> params.string("uri");
            case "tasks/get", "tasks/update", "tasks/cancel" -> params.string("taskId");
            default -> Optional.empty();
        };
    }
}
