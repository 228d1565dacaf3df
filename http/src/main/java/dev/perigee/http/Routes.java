package dev.perigee.http;

import io.vertx.core.http.HttpMethod;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which route serves a method and a path. In a pattern, `:name` stands for any one segment; a segment that is written
/// out goes before it, and an empty one stands for nothing. Filled before the edge listens, and only read from then on.
final class Routes {
    private final Node root = new Node();

    /// What came of looking.
    sealed interface Match {
        /// `values` are what stands for the names in the pattern.
        record Found(Route route, Map<String, String> values) implements Match {}

        record WrongMethod() implements Match {}

        record Unknown() implements Match {}
    }

    /// How a request is served. `onLoop`: on the event loop, and not on a thread of its own.
    record Route(int bodyMax, HttpEdge.Gate gate, HttpEdge.Endpoint endpoint, boolean onLoop) {}

    private static final class Node {
        private final Map<String, Node> literal = new HashMap<>();
        private final Map<HttpMethod, Route> routes = new HashMap<>();
        private @Nullable Node any;
        private String name = "";
    }

    void add(HttpMethod method, String pattern, Route route) {
        Node node = root;
        for (String segment : pattern.substring(1).split("/", -1)) {
            node = segment.startsWith(":")
                    ? any(node, segment.substring(1))
                    : node.literal.computeIfAbsent(segment, _ -> new Node());
        }
        if (node.routes.put(method, route) != null) {
            throw new IllegalArgumentException(method + " " + pattern + " is served already");
        }
    }

    Match match(HttpMethod method, @Nullable String path) {
        if (path == null || path.isEmpty()) {
            return new Match.Unknown();
        }
        Map<String, String> values = new HashMap<>(2);
        Node node = root;
        for (int start = 1; node != null && start <= path.length(); ) {
            int end = path.indexOf('/', start);
            end = end < 0 ? path.length() : end;
            node = next(node, path.substring(start, end), values);
            start = end + 1;
        }
        if (node == null || node.routes.isEmpty()) {
            return new Match.Unknown();
        }
        Route route = node.routes.get(method);
        return route == null ? new Match.WrongMethod() : new Match.Found(route, values);
    }

    private static @Nullable Node next(Node node, String segment, Map<String, String> values) {
        Node literal = node.literal.get(segment);
        if (literal != null) {
            return literal;
        }
        Node any = segment.isEmpty() ? null : node.any;
        if (any != null) {
            values.put(any.name, decoded(segment));
        }
        return any;
    }

    private static Node any(Node node, String name) {
        Node any = node.any;
        if (any == null) {
            any = new Node();
            any.name = name;
            node.any = any;
        } else if (!any.name.equals(name)) {
            throw new IllegalArgumentException("the same segment is called :" + any.name + " and :" + name);
        }
        return any;
    }

    /// What is not percent-encoded properly stays as it is; no id looks like that.
    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return segment;
        }
    }
}
