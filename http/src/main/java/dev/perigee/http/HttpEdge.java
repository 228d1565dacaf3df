package dev.perigee.http;

import dev.perigee.http.tls.ServerTls;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Where HTTP requests come in. Each has a bounded body, and there is a bound on how many are served at a time;
/// each is handled on a thread of `logic`, and on the event loop only if its endpoint says that it never blocks.
public final class HttpEdge {
    // Waits are begun and given up for each command: on a wheel that wakes no thread, unlike on an event loop.
    private static final long TICK_MILLIS = 100;
    private static final long LISTEN_MAX_SECONDS = 10;
    private static final long SHUTDOWN_MAX_SECONDS = 3;
    private static final int BODY_EXPECTED_MAX = 16 * 1024;

    private final Vertx vertx = eventLoops();
    private final Context loop = vertx.getOrCreateContext();
    private final Routes routes = new Routes();
    private final Executor logic;
    private final Timer timer = new HashedWheelTimer(
            Thread.ofPlatform().name("waits").daemon().factory(), TICK_MILLIS, TimeUnit.MILLISECONDS);
    private final int requestsMax;
    private final Problems problems;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile @Nullable HttpServer server;
    private volatile boolean stopping;

    /// Handles a call in plain blocking style; what it throws becomes the answer.
    @FunctionalInterface
    public interface Endpoint {
        void handle(Call call);
    }

    /// Decides from the head of a request whether its body is read at all; throws `ProblemException` to refuse.
    /// Must not block.
    @FunctionalInterface
    public interface Gate {
        Gate OPEN = _ -> {};

        void admit(Call call);

        /// Decides what `admit` left open, before the endpoint and on its thread; throws to refuse. May wait, unless
        /// the endpoint is run on the event loop.
        default void settle(Call call) {}
    }

    public HttpEdge(Executor logic, int requestsMax, Problems problems) {
        this.logic = logic;
        this.problems = problems;
        this.requestsMax = requestsMax;
    }

    /// Serves `method path`, with bodies up to `bodyMax` bytes; `:name` in the path stands for any one segment.
    /// Before the edge listens.
    public void serve(HttpMethod method, String path, int bodyMax, Gate gate, Endpoint endpoint) {
        routes.add(method, path, new Routes.Route(bodyMax, gate, endpoint, false));
    }

    /// As `serve`, but without a change of threads: `endpoint` is run on the event loop. It must not block, and leaves
    /// to `Call.onThread` what may take long.
    public void serveOnLoop(HttpMethod method, String path, int bodyMax, Gate gate, Endpoint endpoint) {
        routes.add(method, path, new Routes.Route(bodyMax, gate, endpoint, true));
    }

    /// Begins to listen; returns the port. Throws when it cannot.
    public int listen(String host, int port) throws IOException {
        return listen(host, port, null);
    }

    /// As `listen`, in TLS if `tls` is given: its files are read now, `BadValue` says what is wrong with them, and what
    /// changes in them is used for the connections that come afterwards.
    public int listen(String host, int port, @Nullable ServerTls tls) throws IOException {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setTcpNoDelay(true)
                // Calls and streams write on the event loop alone; else each connection would have a queue of 4 KiB for
                // writes from elsewhere.
                .setStrictThreadMode(true)
                // Nobody upgrades to WebSocket here, and its handlers would see every message.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxHeaderSize(16 * 1024);
        EdgeTls secured = tls == null ? null : EdgeTls.of(tls);
        if (secured != null) {
            FailedHandshakes failed = new FailedHandshakes();
            secured.addTo(options);
            options.setSslEngineOptions(new WatchedEngine(failed));
            every(FailedHandshakes.TOLD_EVERY, failed::tell);
        }
        try {
            HttpServer created = vertx.createHttpServer(options).requestHandler(this::handle);
            HttpServer listening = created.listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LISTEN_MAX_SECONDS, TimeUnit.SECONDS);
            server = listening;
            if (secured != null) {
                every(secured.reloadEvery(), secured.watch(listening));
            }
            return listening.actualPort();
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("cannot listen on " + host + ":" + port + ": " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before listening on " + host + ":" + port, e);
        }
    }

    /// Takes no more connections and ends the idle ones; calls under way still get their answers.
    public void stopListening() {
        stopping = true;
        HttpServer listening = server;
        if (listening != null) {
            var _ = listening.shutdown(SHUTDOWN_MAX_SECONDS, TimeUnit.SECONDS);
        }
        timer.stop();
    }

    /// Runs `duty` each `period` on a thread of its logic, until it closes.
    public void every(Duration period, Runnable duty) {
        vertx.setPeriodic(period.toMillis(), _ -> logic.execute(duty));
    }

    /// The event loop, for clients that share it: what comes in and goes out again then changes no thread.
    public Vertx vertx() {
        return vertx;
    }

    /// Ends the event loops, and with them the calls that still have no answer.
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(SHUTDOWN_MAX_SECONDS, TimeUnit.SECONDS)
                .exceptionally(_ -> null)
                .join();
    }

    /// One event loop serves all connections: it only moves bytes, and a second would take a core from the logic.
    private static Vertx eventLoops() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setPreferNativeTransport(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    }

    /// On the event loop.
    private void handle(HttpServerRequest request) {
        switch (routes.match(request.method(), request.path())) {
            case Routes.Match.Found(Routes.Route route, Map<String, String> values) ->
                serve(request, new Call(request, values, surroundings()), route);
            case Routes.Match.WrongMethod _ ->
                refuse(request, ProblemType.METHOD_NOT_ALLOWED, request.method() + " is not possible on ");
            case Routes.Match.Unknown _ -> refuse(request, ProblemType.ROUTE_UNKNOWN, "there is nothing at ");
        }
    }

    private void serve(HttpServerRequest request, Call call, Routes.Route route) {
        if (requests.incrementAndGet() > requestsMax) {
            requests.decrementAndGet();
            call.fail(new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS, "more than " + requestsMax + " requests at a time"));
            return;
        }
        call.takePlace(requests::decrementAndGet);
        if (stopping) {
            call.fail(new ProblemException(
                    ProblemType.DRAINING, "the control plane is stopping; ask again when it is back"));
            return;
        }
        try {
            route.gate().admit(call);
        } catch (RuntimeException e) {
            call.fail(e);
            return;
        }
        Runnable handling = () -> {
            route.gate().settle(call);
            route.endpoint().handle(call);
        };
        readBody(
                request,
                call,
                route.bodyMax(),
                route.onLoop() ? () -> call.answer(handling) : () -> call.onThread(handling));
    }

    private Call.Surroundings surroundings() {
        return new Call.Surroundings(logic, this::onLoop, timer, problems);
    }

    /// What writes an answer; of one thread in the order in which it is given.
    private void onLoop(Runnable writing) {
        Context here = Vertx.currentContext();
        if (here != null && here.owner().equals(vertx) && Context.isOnEventLoopThread()) {
            writing.run();
        } else {
            loop.runOnContext(_ -> writing.run());
        }
    }

    private void refuse(HttpServerRequest request, ProblemType type, String what) {
        new Call(request, Map.of(), surroundings()).fail(new ProblemException(type, what + request.path()));
    }

    private static void readBody(HttpServerRequest request, Call call, int bodyMax, Runnable complete) {
        Buffer body = Buffer.buffer(expected(request, bodyMax));
        request.handler(part -> {
            if (body.length() + part.length() > bodyMax) {
                request.handler(null).endHandler(null);
                call.fail(new ProblemException(
                        ProblemType.BODY_TOO_LARGE, "the body is too large: expected at most " + bodyMax + " bytes"));
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(_ -> {
            call.received(body);
            complete.run();
        });
    }

    /// What a caller says that its body has is not had in memory before it comes, but for so much.
    private static int expected(HttpServerRequest request, int bodyMax) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Math.clamp(Long.parseLong(length), 0, Math.min(bodyMax, BODY_EXPECTED_MAX));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
