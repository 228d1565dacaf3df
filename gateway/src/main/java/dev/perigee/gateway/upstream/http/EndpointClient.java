package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.upstream.Loss;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// The way to one endpoint: kept connections, TLS, proxy and credentials, shared by all conversations with it. Calls
/// happen on `loop`. Thread-safe.
public final class EndpointClient implements AutoCloseable {
    private static final long CLOSE_MAX_SECONDS = 2;
    private static final int STREAMS_PER_CONNECTION = 64;
    private static final int HEADERS_MAX_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final Endpoint endpoint;
    private final RandomGenerator random;
    private final URI target;
    private final RequestOptions address;
    private final Context loop;
    private final HttpClient calls;
    private final HttpClient streams;

    /// Reads the endpoint's CA file, so not to be called on an event loop. `random` must be thread-safe.
    public EndpointClient(Vertx vertx, Endpoint endpoint, RandomGenerator random) throws IOException {
        this.random = random;
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.target = endpoint.target();
        this.address = addressed(target);
        this.loop = vertx.getOrCreateContext();
        HttpClientOptions options = options(endpoint);
        this.calls =
                vertx.createHttpClient(options, pool(endpoint, endpoint.limits().connectionsMax()));
        // Streams that only listen have their own, so that they cannot take all from the calls.
        this.streams =
                vertx.createHttpClient(options, pool(endpoint, endpoint.limits().streamsMax()));
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        calls.close()
                .compose(_ -> streams.close())
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(CLOSE_MAX_SECONDS, TimeUnit.SECONDS)
                .exceptionally(_ -> null)
                .join();
    }

    Context loop() {
        return loop;
    }

    /// Where requests go, secrets included.
    URI target() {
        return target;
    }

    int messageMaxBytes() {
        return endpoint.limits().messageMaxBytes();
    }

    /// Whether a server that was not there so many times in a row is given up.
    boolean givesUpAfter(int failures) {
        return failures > endpoint.limits().comeback().attemptsMax();
    }

    /// When to come back: as the server asked, or else by how often it was not there.
    Duration comeback(int failures, Optional<Duration> retry) {
        return endpoint.limits().comeback().after(failures, retry, random);
    }

    long later(Duration wait, Runnable what) {
        return vertx.setTimer(Math.max(1, wait.toMillis()), _ -> what.run());
    }

    void never(long timer) {
        vertx.cancelTimer(timer);
    }

    HttpCall start(HttpCall.Order order, HttpCall.Hearer hearer) {
        HttpCall call = new HttpCall(this, order, hearer);
        call.start();
        return call;
    }

    Future<HttpClientRequest> request(HttpCall.Order order, URI at) {
        RequestOptions options = new RequestOptions(at.equals(target) ? address : addressed(at))
                .setMethod(order.method())
                .setIdleTimeout(order.quietMax().toMillis());
        return (order.listens() ? streams : calls).request(options);
    }

    /// Throws `IllegalArgumentException` for what cannot stand in a header: a server may have given it, to be sent
    /// back.
    void addHeaders(HttpCall.Order order, MultiMap head) {
        endpoint.headers().forEach(field -> head.add(field.name(), field.value()));
        order.headers().forEach(head::set);
    }

    private static RequestOptions addressed(URI at) {
        return new RequestOptions()
                .setHost(Origins.host(at))
                .setPort(Origins.port(at))
                .setURI(pathOf(at));
    }

    Loss loss(Throwable failure) {
        return Refusals.unreachable(Origins.host(target) + ":" + Origins.port(target), failure);
    }

    private static String pathOf(URI url) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    private static PoolOptions pool(Endpoint endpoint, int max) {
        return new PoolOptions()
                .setHttp1MaxSize(max)
                .setHttp2MaxSize(Math.ceilDiv(max, STREAMS_PER_CONNECTION))
                .setMaxWaitQueueSize(endpoint.limits().waitingMax());
    }

    private static HttpClientOptions options(Endpoint endpoint) throws IOException {
        boolean secure = "https".equals(endpoint.url().getScheme());
        int connectMax = (int) endpoint.limits().connectMax().toMillis();
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(secure)
                .setTcpNoDelay(true)
                .setMaxHeaderSize(HEADERS_MAX_BYTES)
                .setConnectTimeout(connectMax)
                .setSslHandshakeTimeout(connectMax)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (secure) {
            options.setUseAlpn(true).setProtocolVersion(HttpVersion.HTTP_2);
        } else if (endpoint.priorKnowledge()) {
            options.setHttp2ClearTextUpgrade(false).setProtocolVersion(HttpVersion.HTTP_2);
        }
        if (endpoint.authorities() != null) {
            options.setTrustOptions(
                    new PemTrustOptions().addCertValue(Buffer.buffer(Files.readAllBytes(endpoint.authorities()))));
        }
        endpoint.proxies().towards(endpoint.url()).ifPresent(proxy -> options.setProxyOptions(proxyOptions(proxy)));
        return options;
    }

    private static ProxyOptions proxyOptions(URI proxy) {
        ProxyOptions options = new ProxyOptions().setHost(Origins.host(proxy)).setPort(Origins.port(proxy));
        if (proxy.getUserInfo() != null) {
            String[] parts = proxy.getUserInfo().split(":", 2);
            options.setUsername(parts[0]).setPassword(parts.length > 1 ? parts[1] : "");
        }
        return options;
    }
}
