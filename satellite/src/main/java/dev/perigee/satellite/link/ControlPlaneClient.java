package dev.perigee.satellite.link;

import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.InstanceId;
import dev.perigee.protocol.signature.SignatureSession;
import io.netty.util.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sends JSON to the control plane and waits for the answer on the calling thread. Thread-safe. Connections are kept
/// and used again; answers are bounded. What is refused only because its signature is of a session that is over is
/// signed and sent once more.
public final class ControlPlaneClient implements AutoCloseable {
    private static final long CLOSE_MAX_SECONDS = 2;
    private static final int UNAUTHORIZED = 401;
    private static final int ANSWER_MAX_BYTES = 64 * 1024 * 1024;

    private final URI server;
    private final Vertx vertx = eventLoop();
    private final Context loop = vertx.getOrCreateContext();
    private final HttpClient client;
    private final Timer timer;
    private final @Nullable String instance;
    private volatile @Nullable RequestSigner signer;

    /// Deadlines are kept on `timer`, to its precision.
    public ControlPlaneClient(URI server, Timer timer) {
        this(server, timer, Network.DEFAULT);
    }

    /// As above, over such a network. Throws `BadValue` when its TLS files cannot be used.
    public ControlPlaneClient(URI server, Timer timer, Network network) {
        this(server, timer, network, null);
    }

    /// As above, telling the control plane which process of its satellite this is.
    public ControlPlaneClient(URI server, Timer timer, Network network, @Nullable String instance) {
        this.server = server;
        this.instance = instance;
        this.timer = timer;
        try {
            this.client = Connections.open(vertx, server, network);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Signs what is sent from now on, as soon as the control plane offers a session for it.
    public void signWith(RequestSigner signing) {
        signer = signing;
    }

    /// Posts `body` with `credential` and reads the answer, waiting at most `max` for it.
    public <T> T post(String path, String credential, Object body, Class<T> answer, Duration max)
            throws LinkException, InterruptedException {
        return begin(path, credential, body, max)
                .await(answer)
                .orElseThrow(() -> new IllegalStateException("abandoned by nobody"));
    }

    /// Asks with `credential` and reads the answer, waiting at most `max` for it.
    <T> T get(String path, String credential, Class<T> answer, Duration max)
            throws LinkException, InterruptedException {
        return begin(HttpMethod.GET, path, credential, Buffer.buffer(), max)
                .await(answer)
                .orElseThrow(() -> new IllegalStateException("abandoned by nobody"));
    }

    /// As `get`; nothing when the answer is that it has not changed.
    <T> Optional<T> getChanged(String path, String credential, Class<T> answer, Duration max)
            throws LinkException, InterruptedException {
        return begin(HttpMethod.GET, path, credential, Buffer.buffer(), max).await(answer);
    }

    /// Puts `body` with `credential` and returns the status of the answer, waiting at most `max` for it. Throws when
    /// that was too often.
    public int put(String path, String credential, Object body, Duration max)
            throws LinkException, InterruptedException {
        return begin(HttpMethod.PUT, path, credential, json(body), max).awaitStatus();
    }

    /// Asks with `credential` and returns the status of the answer, waiting at most `max` for it.
    int getStatus(String path, String credential, Duration max) throws LinkException, InterruptedException {
        return begin(HttpMethod.GET, path, credential, Buffer.buffer(), max).awaitStatus();
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(CLOSE_MAX_SECONDS, TimeUnit.SECONDS)
                .exceptionally(_ -> null)
                .join();
    }

    /// Begins to post `body` with `credential`; the answer may take at most `max`.
    Exchange begin(String path, String credential, Object body, Duration max) {
        return begin(HttpMethod.POST, path, credential, json(body), max);
    }

    /// As `begin`, with JSON that is written already.
    Exchange beginRaw(String path, String credential, Buffer body, Duration max) {
        return begin(HttpMethod.POST, path, credential, body, max);
    }

    private Exchange begin(HttpMethod method, String path, String credential, Buffer body, Duration max) {
        Outgoing outgoing = new Outgoing(method, server.getPath() + path, credential, body);
        RequestOptions options = options(outgoing);
        Exchange exchange = new Exchange(server, timer, max);
        // On the event loop from the first step to the last: elsewhere an answer can end before its handler is set.
        loop.runOnContext(_ -> send(options, outgoing, exchange)
                .compose(answer -> answer.offersSession() && answer.status() == UNAUTHORIZED
                        ? send(options(outgoing), outgoing, exchange)
                        : Future.succeededFuture(answer))
                .onSuccess(exchange::answered)
                .onFailure(exchange::failed));
        return exchange;
    }

    private record Outgoing(HttpMethod method, String uri, String credential, Buffer body) {}

    /// Signs anew each time.
    private RequestOptions options(Outgoing outgoing) {
        RequestOptions options = new RequestOptions()
                .setMethod(outgoing.method())
                .setHost(server.getHost())
                .setPort(port())
                .setURI(outgoing.uri())
                .putHeader("Authorization", "Bearer " + outgoing.credential())
                .putHeader("Content-Type", "application/json");
        if (instance != null) {
            options.putHeader(InstanceId.HEADER, instance);
        }
        RequestSigner signing = signer;
        if (signing != null) {
            signing.fields(
                            outgoing.method().name(),
                            outgoing.uri(),
                            outgoing.body().getBytes())
                    .forEach(options::putHeader);
        }
        return options;
    }

    private Future<Exchange.Answer> send(RequestOptions options, Outgoing outgoing, Exchange exchange) {
        return client.request(options)
                .compose(request -> {
                    // What goes wrong with it fails the answer below; without a handler it would be logged besides.
                    request.exceptionHandler(_ -> {});
                    exchange.sent(request);
                    return request.send(outgoing.body());
                })
                .compose(this::read);
    }

    private static Buffer json(Object body) {
        return Buffer.buffer(Json.WIRE.bytes(body));
    }

    /// One event loop, so that a call does not cross from the caller's to the connection's.
    private static Vertx eventLoop() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setPreferNativeTransport(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    }

    private int port() {
        if (server.getPort() > 0) {
            return server.getPort();
        }
        return "https".equals(server.getScheme()) ? 443 : 80;
    }

    private Future<Exchange.Answer> read(HttpClientResponse response) {
        RequestSigner signing = signer;
        String session = response.getHeader(SignatureSession.HEADER);
        boolean offered = signing != null && session != null && signing.use(session);
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > ANSWER_MAX_BYTES) {
                var _ = response.request().reset();
            } else {
                body.appendBuffer(part);
            }
        });
        return response.end()
                .map(_ -> new Exchange.Answer(
                        response.statusCode(),
                        body,
                        RetryAfter.of(response.statusCode(), response.getHeader("Retry-After")),
                        offered));
    }
}
