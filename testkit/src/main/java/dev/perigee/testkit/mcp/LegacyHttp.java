package dev.perigee.testkit.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.perigee.testkit.mcp.offer.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The legacy era over HTTP: sessions, of which the oldest end when there are too many, and streams that can be
/// resumed.
final class LegacyHttp implements HttpHandler {
    private static final String SESSION = "Mcp-Session-Id";
    private static final String PRIMED_SINCE = "2025-11-25";
    private static final int SESSIONS_MAX = 2000;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private final HttpSession.Maker maker;
    private final Supplier<String> ids;

    /// Guarded by itself.
    private final LinkedHashMap<String, HttpSession> sessions = new LinkedHashMap<>();

    LegacyHttp(HttpSession.Maker maker, Supplier<String> ids) {
        this.maker = maker;
        this.ids = ids;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            switch (exchange.getRequestMethod()) {
                case "POST" -> post(exchange, Http.message(exchange));
                case "GET" -> get(exchange);
                case "DELETE" -> delete(exchange);
                default -> Http.empty(exchange, Http.NOT_ALLOWED);
            }
        } catch (Refusal e) {
            Http.json(exchange, BAD_REQUEST, Rpc.error(e));
        } catch (InterruptedException e) {
            exchange.close();
        }
    }

    void close() {
        all().forEach(session -> session.protocol().close());
    }

    private void post(HttpExchange exchange, ObjectNode message) throws IOException, InterruptedException {
        if (Rpc.method(message).equals("initialize")) {
            HttpSession session = new HttpSession(maker);
            exchange.getResponseHeaders().set(SESSION, keep(session));
            answerAtOnce(exchange, session, message);
            return;
        }
        Optional<HttpSession> session = session(exchange);
        if (session.isEmpty()) {
            Http.empty(exchange, NOT_FOUND);
        } else if (!Rpc.isRequest(message)) {
            session.get().protocol().receive(message, session.get().standalone());
            Http.accepted(exchange);
        } else if (Rpc.method(message).equals("ping")) {
            answerAtOnce(exchange, session.get(), message);
        } else {
            answerAsStream(exchange, session.get(), message);
        }
    }

    private static void answerAtOnce(HttpExchange exchange, HttpSession session, ObjectNode request)
            throws IOException, InterruptedException {
        EventLog log = new EventLog("once");
        session.protocol().receive(request, log);
        ObjectNode response = log.awaitResponse();
        if (response == null) {
            exchange.close();
        } else {
            Http.json(exchange, 200, response);
        }
    }

    private static void answerAsStream(HttpExchange exchange, HttpSession session, ObjectNode request)
            throws IOException, InterruptedException {
        EventLog log = session.open();
        try (OutputStream out = Http.stream(exchange)) {
            if (session.protocol().version().compareTo(PRIMED_SINCE) >= 0) {
                Http.write(out, log.priming());
            }
            session.protocol().receive(request, log);
            log.writeTo(out);
        }
    }

    private void get(HttpExchange exchange) throws IOException, InterruptedException {
        Optional<HttpSession> session = session(exchange);
        String lastEventId = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        Optional<EventLog> log =
                session.flatMap(it -> lastEventId == null ? Optional.of(it.standalone()) : it.streamOf(lastEventId));
        if (log.isEmpty()) {
            Http.empty(exchange, NOT_FOUND);
            return;
        }
        try (OutputStream out = Http.stream(exchange)) {
            if (lastEventId == null) {
                log.get().writeTo(out);
            } else {
                log.get().writeTo(out, lastEventId);
            }
        }
    }

    private void delete(HttpExchange exchange) throws IOException {
        Optional<HttpSession> session = session(exchange);
        session.ifPresent(it -> it.protocol().close());
        forget(exchange.getRequestHeaders().getFirst(SESSION));
        Http.empty(exchange, session.isPresent() ? 200 : NOT_FOUND);
    }

    /// The session that the request names; empty if it has ended. Throws `Refusal` when it names none, or a version
    /// that is not known.
    private Optional<HttpSession> session(HttpExchange exchange) {
        String version = exchange.getRequestHeaders().getFirst("MCP-Protocol-Version");
        if (version != null && !LegacySession.VERSIONS.contains(version)) {
            throw new Refusal(
                    Refusal.INVALID_REQUEST,
                    "MCP-Protocol-Version " + version + ": expected one of " + LegacySession.VERSIONS);
        }
        String id = exchange.getRequestHeaders().getFirst(SESSION);
        if (id == null) {
            throw new Refusal(Refusal.INVALID_REQUEST, SESSION + ": is required");
        }
        synchronized (sessions) {
            return Optional.ofNullable(sessions.get(id));
        }
    }

    private String keep(HttpSession session) {
        String id = ids.get();
        HttpSession ended = null;
        synchronized (sessions) {
            sessions.put(id, session);
            if (sessions.size() > SESSIONS_MAX) {
                ended = sessions.pollFirstEntry().getValue();
            }
        }
        if (ended != null) {
            ended.protocol().close();
        }
        return id;
    }

    private void forget(@Nullable String id) {
        synchronized (sessions) {
            sessions.remove(id);
        }
    }

    private List<HttpSession> all() {
        synchronized (sessions) {
            return List.copyOf(sessions.values());
        }
    }
}
