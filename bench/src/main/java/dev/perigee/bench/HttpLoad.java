package dev.perigee.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Sends the same request again and again over kept connections, a given number at a time, each as soon as the one
/// before it is answered.
final class HttpLoad implements AutoCloseable {
    private static final long MINUTES_MAX = 5;

    // One event loop, as at both ends of the product: a second would compete with them for the cores.
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final HttpClient client;
    private final URI server;
    private final String key;

    HttpLoad(URI server, String key, int connections) {
        this.server = server;
        this.key = key;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(connections));
    }

    /// What came of a load: the time of each request and how long all took.
    record Timing(Histogram nanos, long wallNanos) {
        double micros(double percentile) {
            return nanos.getValueAtPercentile(percentile) / 1000.0;
        }

        double perSecond() {
            return nanos.getTotalCount() * 1e9 / wallNanos;
        }
    }

    Timing run(HttpMethod method, String path, @Nullable String body, int parallel, int count) throws Exception {
        Lane load = new Lane(method, path, body == null ? Buffer.buffer() : Buffer.buffer(body), count);
        long start = System.nanoTime();
        for (int i = 0; i < parallel; i++) {
            context.runOnContext(_ -> load.next());
        }
        load.done.future().toCompletionStage().toCompletableFuture().get(MINUTES_MAX, TimeUnit.MINUTES);
        return new Timing(load.nanos, System.nanoTime() - start);
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(MINUTES_MAX, TimeUnit.MINUTES)
                .join();
    }

    /// One run's shared state; the event loops take turns through atomic counters.
    private final class Lane {
        private final RequestOptions options;
        private final Buffer body;
        private final int count;
        private final Histogram nanos = new ConcurrentHistogram(3);
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();
        private final Promise<Void> done = Promise.promise();

        Lane(HttpMethod method, String path, Buffer body, int count) {
            this.options = new RequestOptions()
                    .setMethod(method)
                    .setHost(server.getHost())
                    .setPort(server.getPort())
                    .setURI(path)
                    .putHeader("Authorization", "Bearer " + key);
            this.body = body;
            this.count = count;
        }

        void next() {
            if (begun.getAndIncrement() >= count) {
                return;
            }
            long start = System.nanoTime();
            Future<Integer> answered = client.request(options)
                    .compose(request -> request.send(body))
                    .compose(response -> response.body().map(_ -> response.statusCode()));
            answered.onSuccess(status -> {
                        if (status / 100 == 2) {
                            nanos.recordValue(System.nanoTime() - start);
                            finishOne();
                            next();
                        } else {
                            done.tryFail("answered with status " + status);
                        }
                    })
                    .onFailure(done::tryFail);
        }

        private void finishOne() {
            if (ended.incrementAndGet() == count) {
                done.tryComplete();
            }
        }
    }
}
