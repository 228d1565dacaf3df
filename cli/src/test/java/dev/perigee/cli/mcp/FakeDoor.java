package dev.perigee.cli.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perigee.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A door over real HTTP: answers MCP methods and paths as a test scripts them, and records what it was sent.
final class FakeDoor implements AutoCloseable {
    static final String KEY = "the-key-of-the-door";

    private final HttpServer http;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> results = new ConcurrentHashMap<>();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean keyed;
    private volatile Runnable atCall = () -> {};

    FakeDoor() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/", this::serve);
        http.setExecutor(workers);
        http.start();
        on("initialize", "{\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}}");
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/mcp";
    }

    /// What a response to that method has, beside its id; of `…` at the beginning, what comes before it on a stream.
    FakeDoor on(String method, String response) {
        results.put(method, response);
        return this;
    }

    FakeDoor tools(String... tools) {
        return on("tools/list", "{\"result\":{\"tools\":[" + String.join(",", tools) + "]}}");
    }

    /// The body at a path, with status 200 unless it is a problem; events are sent once.
    FakeDoor page(String path, String body) {
        pages.put(path, body);
        return this;
    }

    FakeDoor wantsKey() {
        keyed = true;
        return this;
    }

    /// A call is never answered; this runs when it has come.
    FakeDoor silentCall(Runnable whenItCame) {
        atCall = whenItCame;
        return on("tools/call", "");
    }

    List<JsonNode> messages() {
        return List.copyOf(messages);
    }

    JsonNode lastCall() {
        return messages.stream()
                .filter(message -> message.path("method").asString("").equals("tools/call"))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    /// `METHOD path?query` of all that was asked, and the event after which.
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        requests.add(
                exchange.getRequestMethod() + " " + exchange.getRequestURI() + (last == null ? "" : " after " + last));
        if (keyed && !("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, "application/problem+json", "{\"detail\":\"expected the door's API key\"}");
        } else if (!exchange.getRequestURI().getPath().equals("/mcp")) {
            page(exchange);
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            send(exchange, 204, "application/json", "");
        } else {
            answer(exchange, Json.WIRE.read(body, JsonNode.class));
        }
    }

    private void page(HttpExchange exchange) throws IOException {
        String body = pages.get(exchange.getRequestURI().toString());
        if (body == null) {
            send(exchange, 404, "application/problem+json", "{\"detail\":\"not scripted\"}");
        } else if (body.startsWith("id:")) {
            pages.remove(exchange.getRequestURI().toString());
            send(exchange, 200, "text/event-stream", body);
        } else {
            boolean problem = body.startsWith("{\"type\"");
            send(exchange, problem ? 400 : 200, problem ? "application/problem+json" : "application/json", body);
        }
    }

    private void answer(HttpExchange exchange, JsonNode message) throws IOException {
        messages.add(message);
        String method = message.path("method").asString("");
        if (method.isEmpty() || !message.has("id")) {
            send(exchange, 202, "application/json", "");
            return;
        }
        String scripted = results.getOrDefault(method, "{\"error\":{\"code\":-32601,\"message\":\"no such method\"}}");
        if (method.equals("tools/call")) {
            atCall.run();
        }
        if (scripted.isEmpty()) {
            awaitEnd();
            exchange.close();
            return;
        }
        String[] parts = scripted.split("\n", -1);
        ObjectNode response = (ObjectNode) Json.WIRE.read(parts[parts.length - 1], JsonNode.class);
        response.put("jsonrpc", "2.0").set("id", message.path("id"));
        exchange.getResponseHeaders().set("Mcp-Session-Id", "s1");
        if (parts.length == 1) {
            send(exchange, 200, "application/json", response.toString());
            return;
        }
        StringBuilder events = new StringBuilder(":\n\nid: 1\ndata:\n\n");
        for (int i = 0; i < parts.length - 1; i++) {
            events.append("event: message\ndata: ").append(parts[i]).append("\n\n");
        }
        send(exchange, 200, "text/event-stream", events + "data: " + response + "\n\n");
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        end.countDown();
        http.stop(0);
        workers.shutdownNow();
    }
}
