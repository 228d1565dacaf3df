package dev.perigee.gateway.door;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamClient;
import dev.perigee.gateway.upstream.UpstreamSession;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// One request at one server. If the server is lost, it is sent once more in a new session, provided that the
/// server surely has not seen it or that it is safe to repeat. Events are taken by one thread; any may cancel.
final class Upcall {
    private static final Loss CANCELLED = new Loss(Loss.Cause.CLOSED, "cancelled by the client");

    private final Upstream server;
    private final UpstreamClient client;
    private final String method;
    private final JsonObject params;
    private final Replays replays;
    private volatile UpstreamSession session;
    private volatile Exchange exchange;
    private volatile boolean cancelled;
    private boolean repeated;

    private Upcall(
            Upstream server,
            UpstreamClient client,
            String method,
            JsonObject params,
            Replays replays,
            UpstreamSession session) {
        this.server = server;
        this.client = client;
        this.method = method;
        this.params = params;
        this.replays = replays;
        this.session = session;
        this.exchange = session.begin(method, params);
    }

    /// Sends the request in the client's session, which is opened if there is none. Throws `ConnectFailed`.
    static Upcall begin(Upstream server, UpstreamClient client, String method, JsonObject params, Replays replays)
            throws ConnectFailed, InterruptedException {
        return new Upcall(server, client, method, params, replays, server.session(client));
    }

    /// Sends the request if the client's session is open. Does not wait.
    static Optional<Upcall> beginAtOnce(
            Upstream server, UpstreamClient client, String method, JsonObject params, Replays replays) {
        return server.openSession(client).map(session -> new Upcall(server, client, method, params, replays, session));
    }

    ServerName server() {
        return server.name();
    }

    /// What the server was sent, under its own names.
    JsonObject params() {
        return params;
    }

    UpstreamSession session() {
        return session;
    }

    /// For how long its server may say nothing.
    Duration silenceMax(DoorLimits limits) {
        return server.silenceMax(limits.silenceMax());
    }

    /// How long it may take in all, which is not less than it may be silent.
    Duration turnMax(DoorLimits limits) {
        Duration silence = silenceMax(limits);
        return limits.turnMax().compareTo(silence) < 0 ? silence : limits.turnMax();
    }

    boolean isCancelled() {
        return cancelled;
    }

    /// As of `Exchange`. Before anything is taken.
    void onceReady(Runnable what) {
        exchange.onceReady(what);
    }

    /// As of `Exchange`.
    Optional<Message.Response> answer() {
        return exchange.answer();
    }

    /// As of `Exchange.next`; a loss that comes out is final.
    Optional<Exchange.Event> next(Duration max) throws InterruptedException {
        Optional<Exchange.Event> event = exchange.next(max);
        if (event.isPresent() && event.get() instanceof Exchange.Event.Lost lost && mayRepeat(lost)) {
            repeated = true;
            try {
                repeat();
            } catch (ConnectFailed e) {
                return Optional.of(new Exchange.Event.Lost(e.why(), lost.sent()));
            }
            return exchange.next(max);
        }
        return event;
    }

    /// The server is told that nobody waits any more, and the waiting ends.
    void cancel(String reason) {
        cancelled = true;
        Exchange open = exchange;
        session.cancel(open, reason);
        open.offer(new Exchange.Event.Lost(CANCELLED, true));
    }

    /// What a client is told of a loss.
    RpcError failure(Exchange.Event.Lost lost) {
        String when = lost.sent() ? "while" : "before";
        return failure(server.name(), lost.why(), "the server was lost " + when + " it did this: ");
    }

    /// What a client is told when a server cannot be reached.
    static RpcError failure(ServerName server, Loss why, String lead) {
        return new RpcError(
                RpcError.INTERNAL_ERROR,
                lead + why.explanation(),
                JsonObject.EMPTY
                        .with("retryable", why.cause() != Loss.Cause.UNAUTHORIZED)
                        .with("server", server.value())
                        .with("reason", why.cause().name().toLowerCase(Locale.ROOT)));
    }

    private boolean mayRepeat(Exchange.Event.Lost lost) throws InterruptedException {
        return !repeated
                && !cancelled
                && lost.why().cause() != Loss.Cause.UNAUTHORIZED
                && (!lost.sent() || replays.isSafe(method, params, server, client));
    }

    private void repeat() throws ConnectFailed, InterruptedException {
        // The same as before only if that goes on: a session is known to be lost before its exchanges end.
        UpstreamSession next = server.session(client);
        session = next;
        exchange = next.begin(method, params);
        if (cancelled) {
            cancel(CANCELLED.explanation());
        }
    }
}
