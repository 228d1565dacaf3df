package dev.perigee.http;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.Problem;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// One request and its one answer. The answer may be given later and from any thread; a second one is passed over.
/// Holds no thread in between.
public final class Call {
    private static final String BEARER = "Bearer ";
    private static final int UNAUTHORIZED = 401;

    private final HttpServerRequest request;
    private final Map<String, String> values;
    private final Surroundings around;
    private final List<Runnable> atEnd = new ArrayList<>(2);
    private final List<Runnable> whenGone = new ArrayList<>(1);
    private volatile Buffer body = Buffer.buffer();
    private volatile Runnable giveBack = () -> {};
    private volatile @Nullable Object recognised;
    private boolean over;
    private boolean left;

    /// What a call needs of its edge: threads for logic, the one that writes, a timer, and what failures are on the
    /// wire.
    record Surroundings(Executor logic, Executor loop, Timer timer, Problems problems) {}

    /// `values` are what stands for the names in the path.
    Call(HttpServerRequest request, Map<String, String> values, Surroundings around) {
        this.request = request;
        this.values = values;
        this.around = around;
        request.response().closeHandler(_ -> gone());
    }

    /// The method, such as `GET`.
    public String method() {
        return request.method().name();
    }

    /// Path and query as they arrived, as an HTTP/1.1 request line has them.
    public String uri() {
        return request.uri();
    }

    /// The body, whole; empty when the request has none.
    public byte[] body() {
        return body.getBytes();
    }

    void received(Buffer whole) {
        body = whole;
    }

    public String path(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    /// Whether the path has a segment of that name.
    public boolean hasPath(String name) {
        return values.containsKey(name);
    }

    /// What is called: the method and the path, without the query.
    public String target() {
        return request.method() + " " + request.path();
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(request.getParam(name));
    }

    /// The event after which a reader that lost its stream wants to go on.
    public Optional<String> lastEventId() {
        return header("Last-Event-ID");
    }

    /// The duration in a query parameter, at most `max`; zero when it is absent.
    public Duration queryDuration(String name, Duration max) {
        return query(name)
                .map(text -> Durations.between(name, Durations.parse(name, text), Duration.ZERO, max))
                .orElse(Duration.ZERO);
    }

    /// The number in a query parameter, between 1 and `max`.
    public int queryNumber(String name, int absent, int max) {
        String text = query(name).orElse(String.valueOf(absent));
        String expected = "a whole number from 1 to " + max;
        try {
            int number = Integer.parseInt(text);
            if (number < 1 || number > max) {
                throw new BadValue(name, text, expected);
            }
            return number;
        } catch (NumberFormatException _) {
            throw new BadValue(name, text, expected);
        }
    }

    /// The credential in the `Authorization` header.
    public Optional<String> bearer() {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    /// Answers with `body` as JSON. False when the caller is gone or has an answer already.
    public boolean reply(int status, Object body) {
        return send(status, "application/json", Json.WIRE.bytes(body));
    }

    /// Answers with bytes as they are. False when the caller is gone or has an answer already.
    public boolean reply(int status, String type, byte[] body) {
        return send(status, type, body);
    }

    /// The value of a header of the request.
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    /// The values of a header that may be there more than once, in their order.
    public List<String> headers(String name) {
        return request.headers().getAll(name);
    }

    /// The address that the connection comes from, without a name being looked up.
    public String peer() {
        SocketAddress address = request.remoteAddress();
        String host = address == null ? null : address.hostAddress();
        return host == null ? "" : host;
    }

    /// Keeps with the call who its caller is, once that is known.
    public void recognise(Object caller) {
        recognised = caller;
    }

    /// Who the caller is, as far as that is known.
    public <T> Optional<T> recognised(Class<T> type) {
        return Optional.ofNullable(recognised).filter(type::isInstance).map(type::cast);
    }

    /// The host that the caller asks for, without a port; empty when it does not say.
    public String host() {
        HostAndPort authority = request.authority();
        return authority == null ? "" : authority.host();
    }

    /// The certificate that the caller has shown and that one of the edge's authorities vouches for.
    public Optional<X509Certificate> clientCertificate() {
        try {
            return request.isSSL()
                    ? request.connection().peerCertificates().stream()
                            .map(X509Certificate.class::cast)
                            .findFirst()
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }

    /// Whether nobody on the way can read what is answered: it goes in TLS, or to this machine itself.
    public boolean isPrivate() {
        SocketAddress remote = request.remoteAddress();
        if (request.isSSL() || remote == null) {
            return request.isSSL();
        }
        try {
            // An address is parsed and not looked up.
            return remote.hostAddress() != null
                    && InetAddress.ofLiteral(remote.hostAddress()).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// Sets a header of the answer to come.
    public void answerHeader(String name, String value) {
        request.response().putHeader(name, value);
    }

    /// An answer that goes on as long as `source` says, once it is opened. Until then the call can be answered
    /// otherwise.
    public EventStream stream(EventStream.Source source) {
        return new EventStream(this, request.response(), source, around);
    }

    /// Answers with the problem that `failure` is; a stream under way just ends.
    public void fail(Throwable failure) {
        Problem problem = around.problems().of(failure);
        send(problem.status(), Problem.MEDIA_TYPE, Json.WIRE.bytes(problem));
    }

    /// Runs `answering`, and answers with the problem if it throws.
    public void answer(Runnable answering) {
        try {
            answering.run();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /// As `answer`, on a thread that may wait.
    public void onThread(Runnable answering) {
        around.logic().execute(() -> answer(answering));
    }

    /// Takes a place among the requests that are served: `free` gives it back, once, when the call rests or is
    /// over.
    void takePlace(Runnable free) {
        AtomicBoolean taken = new AtomicBoolean(true);
        giveBack = () -> {
            if (taken.getAndSet(false)) {
                free.run();
            }
        };
        onEnd(giveBack);
    }

    /// From now on the call only waits for something to happen, bounded by whom it waits for: however many do,
    /// others are served.
    public void rest() {
        giveBack.run();
    }

    /// Runs `action` when the caller has gone away without an answer; at once if it has already.
    public void onGone(Runnable action) {
        synchronized (this) {
            if (!left) {
                whenGone.add(action);
                return;
            }
        }
        around.logic().execute(action);
    }

    /// Runs `action` once the call is over, answered or gone; at once if it is already.
    public void onEnd(Runnable action) {
        synchronized (this) {
            if (!over) {
                atEnd.add(action);
                return;
            }
        }
        action.run();
    }

    /// Runs `action` after `delay` or up to 100 ms later, unless the call is over by then; at once when the edge
    /// stops.
    public void after(Duration delay, Runnable action) {
        try {
            Timeout timeout = around.timer()
                    .newTimeout(_ -> around.logic().execute(action), delay.toMillis(), TimeUnit.MILLISECONDS);
            onEnd(timeout::cancel);
        } catch (IllegalStateException _) {
            // The timer has stopped: nobody waits any more.
            action.run();
        }
    }

    /// As `onThread` after `delay` or up to 100 ms later, whether or not the call is over by then. Returns what calls
    /// it off; once the edge stops, nothing comes of it.
    public Runnable later(Duration delay, Runnable answering) {
        try {
            Timeout timeout =
                    around.timer().newTimeout(_ -> onThread(answering), delay.toMillis(), TimeUnit.MILLISECONDS);
            return timeout::cancel;
        } catch (IllegalStateException _) {
            // The timer has stopped; what the call waits for still ends it.
            return () -> {};
        }
    }

    synchronized boolean isOver() {
        return over;
    }

    /// The caller is not there any more, or as good as that.
    void gone() {
        if (end()) {
            List<Runnable> actions;
            synchronized (this) {
                left = true;
                actions = List.copyOf(whenGone);
            }
            actions.forEach(around.logic()::execute);
        }
    }

    /// Ends the call; true the first time.
    boolean end() {
        List<Runnable> actions;
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            actions = List.copyOf(atEnd);
        }
        actions.forEach(Runnable::run);
        return true;
    }

    private boolean send(int status, String type, byte[] body) {
        if (!end()) {
            return false;
        }
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return false;
        }
        try {
            around.loop().execute(() -> write(response, status, type, body));
            return true;
        } catch (RejectedExecutionException _) {
            // The edge has closed, and with it the connection.
            return false;
        }
    }

    private static void write(HttpServerResponse response, int status, String type, byte[] body) {
        if (response.closed() || response.ended()) {
            return;
        }
        if (response.headWritten()) {
            var _ = response.end();
            return;
        }
        response.setStatusCode(status).putHeader("Content-Type", type);
        if ((status == 429 || status == 503) && !response.headers().contains("Retry-After")) {
            response.putHeader("Retry-After", "1");
        }
        if (status == UNAUTHORIZED && !response.headers().contains("WWW-Authenticate")) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        var _ = response.end(Buffer.buffer(body));
    }
}
