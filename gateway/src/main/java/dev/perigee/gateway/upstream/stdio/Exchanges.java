package dev.perigee.gateway.upstream.stdio;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is under way on one connection, and to which of it a message of the server belongs. Over stdio all share one
/// stream, so that is told by what the message names. What names nothing is for the one call that has been alone since
/// it began; a single client that is asked something hears of it in its latest call. Bounded. Guarded by its owner.
final class Exchanges {
    static final int UNDER_WAY_MAX = 10_000;
    static final int ASKED_MAX = 1_000;
    private static final String LISTEN = "subscriptions/listen";
    /// Of which a server says nothing that is not for everybody.
    private static final Set<String> QUIET = Set.of(
            "ping",
            "initialize",
            "server/discover",
            "logging/setLevel",
            "resources/subscribe",
            "resources/unsubscribe");
    private static final String SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";

    private final SequencedMap<RpcId, UnderWay> underWay = new LinkedHashMap<>();
    private final Map<String, RpcId> progressTokens = new HashMap<>();
    private final SequencedMap<RpcId, Exchange> asked = new LinkedHashMap<>();
    /// The calls that have ended, but for quiet ones.
    private long ended;
    /// The most that had ended before a call began that was answered.
    private long answeredAfter;

    /// `position` is where its request begins in all that was offered to the server, `after` how many calls had ended
    /// before it began, or was given up.
    record UnderWay(
            Exchange exchange, long position, @Nullable String progressToken, Kind kind, boolean quiet, long after) {
        UnderWay cancelled(long ended) {
            return new UnderWay(exchange, position, progressToken, Kind.CANCELLED, quiet, ended);
        }
    }

    enum Kind {
        CALL,
        /// It stays open to hear of changes; nothing else belongs to it.
        LISTENING,
        /// Its caller has given it up. An answer may still come.
        CANCELLED
    }

    /// Where a message of the server belongs.
    sealed interface Route {
        record Into(Exchange exchange) implements Route {}

        record ToListener() implements Route {}

        record Nowhere(String why) implements Route {}
    }

    boolean isFull() {
        return underWay.size() >= UNDER_WAY_MAX && !forgetCancelled();
    }

    Exchange begin(Message.Request request, long position) {
        if (underWay.containsKey(request.id())) {
            throw new IllegalArgumentException("id " + request.id() + " is under way; expected a new one");
        }
        Exchange exchange = new Exchange(request.id());
        String token = meta(request.params(), "progressToken").orElse(null);
        Kind kind = request.method().equals(LISTEN) ? Kind.LISTENING : Kind.CALL;
        boolean quiet = QUIET.contains(request.method()) || request.method().endsWith("/list");
        underWay.put(request.id(), new UnderWay(exchange, position, token, kind, quiet, ended));
        if (token != null) {
            progressTokens.put(token, request.id());
        }
        return exchange;
    }

    /// The exchange that a response ends; empty when there is none, or none any more.
    Optional<Exchange> end(RpcId id) {
        UnderWay over = underWay.remove(id);
        if (over == null) {
            return Optional.empty();
        }
        if (over.progressToken() != null) {
            progressTokens.remove(over.progressToken(), id);
        }
        if (over.kind() == Kind.CALL) {
            answeredAfter = Math.max(answeredAfter, over.after());
        }
        if (!over.quiet()) {
            ended++;
        }
        asked.values().removeIf(over.exchange()::equals);
        return Optional.of(over.exchange());
    }

    /// The client gave up a request.
    void cancel(Message.Notification cancelled) {
        id(cancelled.params(), "requestId")
                .ifPresent(id -> underWay.computeIfPresent(id, (_, call) -> call.cancelled(ended)));
    }

    /// The client answered a request of the server.
    void answered(RpcId id) {
        asked.remove(id);
    }

    /// `shared`: whether what is under way may be of several clients. Then a guess could tell one what is for another.
    Route route(Message.Request request, boolean shared) {
        Optional<Exchange> call = request.method().equals("ping") ? Optional.empty() : unnamed(shared);
        if (call.isEmpty()) {
            return new Route.ToListener();
        }
        if (asked.size() >= ASKED_MAX) {
            asked.pollFirstEntry();
        }
        asked.put(request.id(), call.get());
        return new Route.Into(call.get());
    }

    Route route(Message.Notification notification, boolean shared) {
        JsonObject params = notification.params();
        Optional<UnderWay> subscription =
                meta(params, SUBSCRIPTION).map(RpcId::new).map(underWay::get);
        if (subscription.isPresent()) {
            return new Route.Into(subscription.get().exchange());
        }
        return switch (notification.method()) {
            case "notifications/progress" -> progress(params);
            case "notifications/cancelled" ->
                id(params, "requestId").map(asked::remove).map(Exchanges::into).orElse(new Route.ToListener());
            case "notifications/message" -> only(shared).map(Exchanges::into).orElse(new Route.ToListener());
            case "notifications/tools/list_changed",
                    "notifications/prompts/list_changed",
                    "notifications/resources/list_changed",
                    "notifications/resources/updated",
                    "notifications/tasks/status" -> new Route.ToListener();
            default -> unnamed(shared).map(Exchanges::into).orElse(new Route.ToListener());
        };
    }

    /// All that is under way, which then no longer is.
    List<UnderWay> endAll() {
        List<UnderWay> all = new ArrayList<>(underWay.values());
        underWay.clear();
        progressTokens.clear();
        asked.clear();
        return all;
    }

    private Route progress(JsonObject params) {
        return text(params.value("progressToken"))
                .map(progressTokens::get)
                .map(underWay::get)
                .<Route>map(call -> new Route.Into(call.exchange()))
                .orElseGet(() -> new Route.Nowhere("progress of nothing that is under way"));
    }

    /// What a message may belong to that names no request.
    private Optional<Exchange> unnamed(boolean shared) {
        return shared ? only(true) : latest();
    }

    private Optional<Exchange> latest() {
        return underWay.sequencedValues().reversed().stream()
                .filter(call -> call.kind() == Kind.CALL)
                .findFirst()
                .map(UnderWay::exchange);
    }

    /// The one call under way. What was given up may still be talked of, and so may what has ended meanwhile, which
    /// matters where it was another client's. An answer to what was given up need never come: it counts until the
    /// server answers a call that surely came later.
    private Optional<Exchange> only(boolean shared) {
        List<UnderWay> calls = underWay.values().stream()
                .filter(call -> call.kind() == Kind.CALL
                        || (shared && call.kind() == Kind.CANCELLED && call.after() >= answeredAfter))
                .limit(2)
                .toList();
        return calls.size() == 1
                        && calls.getFirst().kind() == Kind.CALL
                        && (!shared || calls.getFirst().after() == ended)
                ? Optional.of(calls.getFirst().exchange())
                : Optional.empty();
    }

    /// Makes room by letting go of the oldest one that was given up; false when there is none.
    private boolean forgetCancelled() {
        Iterator<UnderWay> oldest = underWay.values().iterator();
        while (oldest.hasNext()) {
            UnderWay call = oldest.next();
            if (call.kind() == Kind.CANCELLED) {
                return end(call.exchange().id()).isPresent();
            }
        }
        return false;
    }

    private static Route into(Exchange exchange) {
        return new Route.Into(exchange);
    }

    private static Optional<RpcId> id(JsonObject params, String name) {
        return text(params.value(name)).map(RpcId::new);
    }

    private static Optional<String> meta(JsonObject params, String name) {
        return params.object("_meta").flatMap(meta -> text(meta.value(name)));
    }

    private static Optional<String> text(Optional<byte[]> json) {
        return json.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
