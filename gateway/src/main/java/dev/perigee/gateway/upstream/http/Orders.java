package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.rpc.Message;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The HTTP requests that the specification knows.
final class Orders {
    private static final Duration TAKEN_MAX = Duration.ofSeconds(30);
    private static final Duration DELETED_MAX = Duration.ofSeconds(2);
    private static final Buffer NOTHING = Buffer.buffer();

    private Orders() {}

    /// A message with a response, which may take as long as it takes.
    static HttpCall.Order post(URI target, Map<String, String> headers, Message message) {
        return posted(target, headers, message, Duration.ZERO);
    }

    /// A message without a response.
    static HttpCall.Order tell(URI target, Map<String, String> headers, Message message) {
        return posted(target, headers, message, TAKEN_MAX);
    }

    static HttpCall.Order listen(URI target, Map<String, String> headers, Optional<String> lastEventId) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Accept", "text/event-stream");
        lastEventId.ifPresent(id -> all.put("Last-Event-ID", id));
        return new HttpCall.Order(HttpMethod.GET, target, all, NOTHING, Duration.ZERO);
    }

    static HttpCall.Order delete(URI target, Map<String, String> headers) {
        return new HttpCall.Order(HttpMethod.DELETE, target, headers, NOTHING, DELETED_MAX);
    }

    private static HttpCall.Order posted(URI target, Map<String, String> headers, Message message, Duration quietMax) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Accept", "application/json, text/event-stream");
        all.put("Content-Type", "application/json");
        return new HttpCall.Order(
                HttpMethod.POST, target, all, Buffer.buffer(message.json().bytes()), quietMax);
    }
}
