package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.upstream.Loss;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One HTTP request and what comes back: a whole body within the bound, or a stream of events. Lives on its endpoint's
/// event loop and is used only there. Follows redirects that keep method and origin, and no others.
final class HttpCall {
    static final int REDIRECTS_MAX = 3;

    private static final Duration LINGER_MAX = Duration.ofSeconds(1);
    private static final long NO_TIMER = -1;

    private final EndpointClient endpoint;
    private final Order order;
    private final Hearer hearer;
    private @Nullable HttpClientRequest request;
    private @Nullable SseParser parser;
    private long lingering = NO_TIMER;
    private URI at;
    private int redirects;
    private boolean over;
    private boolean drained;

    /// What to send. `quietMax`: after so long without a byte it fails; zero to wait for ever.
    record Order(HttpMethod method, URI target, Map<String, String> headers, Buffer body, Duration quietMax) {
        /// Whether it is for a stream that stays open to hear of changes.
        boolean listens() {
            return method.equals(HttpMethod.GET) || "subscriptions/listen".equals(headers.get(MirroredHeaders.METHOD));
        }
    }

    /// Hears what comes back: whole or failed at once, or streaming, events and an end. Called on the event loop.
    interface Hearer {
        void streaming(MultiMap headers);

        void event(String type, byte[] data);

        /// The last call.
        void ended(Outcome how);
    }

    sealed interface Outcome {
        record Whole(int status, MultiMap headers, Buffer body) implements Outcome {
            boolean good() {
                return status / 100 == 2;
            }
        }

        /// The stream of events ended, in good order or not.
        record StreamEnded() implements Outcome {}

        /// `sent` is false when the server surely has not seen the request.
        record Failed(Loss why, boolean sent) implements Outcome {}
    }

    HttpCall(EndpointClient endpoint, Order order, Hearer hearer) {
        this.endpoint = endpoint;
        this.order = order;
        this.at = order.target();
        this.hearer = hearer;
    }

    void start() {
        go();
    }

    /// Ends it at once and tells nobody. To the server it looks like a client that went away.
    void abandon() {
        over = true;
        reset();
    }

    /// Nothing more is wanted of the stream, but for a moment the server may end it in good order, so that its
    /// connection can be used again.
    void retire() {
        over = true;
        if (!drained && lingering == NO_TIMER) {
            lingering = endpoint.later(LINGER_MAX, this::reset);
        }
    }

    /// Where to resume behind, if the server said.
    Optional<String> lastEventId() {
        return Optional.ofNullable(parser).flatMap(SseParser::lastId);
    }

    Optional<Duration> retry() {
        return Optional.ofNullable(parser).flatMap(SseParser::retry);
    }

    private void go() {
        endpoint.request(order, at).onComplete(this::ready, failure -> fail(failure, false));
    }

    private void ready(HttpClientRequest next) {
        // What goes wrong with it fails the answer below; without a handler it would be logged besides.
        next.exceptionHandler(_ -> {});
        request = next;
        if (over) {
            reset();
            return;
        }
        try {
            endpoint.addHeaders(order, next.headers());
        } catch (IllegalArgumentException e) {
            reset();
            fail(e, false);
            return;
        }
        (order.body().length() == 0 ? next.send() : next.send(order.body()))
                .onComplete(response -> read(next, response), failure -> fail(failure, true));
    }

    private void read(HttpClientRequest of, HttpClientResponse response) {
        if (over) {
            drain(response);
            return;
        }
        int status = response.statusCode();
        if (status / 100 == 3) {
            response.exceptionHandler(_ -> {});
            redirect(of, response);
        } else if (status / 100 == 2 && "text/event-stream".equals(kind(response.headers()))) {
            stream(response);
        } else {
            collect(response);
        }
    }

    private void redirect(HttpClientRequest from, HttpClientResponse response) {
        var _ = from.reset();
        boolean keepsMethod = response.statusCode() == 307 || response.statusCode() == 308;
        String location = response.getHeader("Location");
        if ((keepsMethod || order.method().equals(HttpMethod.GET)) && location != null && redirects < REDIRECTS_MAX) {
            Optional<URI> target = Origins.resolve(at, location);
            if (target.isPresent()) {
                redirects++;
                at = target.get();
                go();
                return;
            }
        }
        end(new Outcome.Failed(
                Refusals.misbehaved("redirected (HTTP " + response.statusCode() + ") to where it is not followed"),
                false));
    }

    private void stream(HttpClientResponse response) {
        SseParser events = new SseParser(endpoint.messageMaxBytes(), this::event);
        parser = events;
        response.handler(part -> {
            if (!over && !events.feed(part.getBytes())) {
                tooLarge();
            }
        });
        response.exceptionHandler(_ -> streamEnded());
        response.endHandler(_ -> streamEnded());
        hearer.streaming(response.headers());
    }

    private void event(String type, byte[] data) {
        if (!over) {
            hearer.event(type, data);
        }
    }

    private void streamEnded() {
        drained();
        end(new Outcome.StreamEnded());
    }

    private void collect(HttpClientResponse response) {
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (over) {
                return;
            }
            if (body.length() + part.length() > endpoint.messageMaxBytes()) {
                tooLarge();
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(failure -> fail(failure, true));
        response.endHandler(_ -> {
            drained();
            end(new Outcome.Whole(response.statusCode(), response.headers(), body));
        });
    }

    private void drain(HttpClientResponse response) {
        response.exceptionHandler(_ -> {});
        reset();
    }

    private void tooLarge() {
        end(new Outcome.Failed(
                Refusals.misbehaved("a message of more than " + endpoint.messageMaxBytes() + " bytes"), true));
        reset();
    }

    private void drained() {
        drained = true;
        if (lingering != NO_TIMER) {
            endpoint.never(lingering);
        }
    }

    private void reset() {
        HttpClientRequest open = request;
        if (open != null && !drained) {
            drained();
            var _ = open.reset();
        }
    }

    private void end(Outcome how) {
        if (!over) {
            over = true;
            hearer.ended(how);
        }
    }

    private void fail(Throwable failure, boolean sent) {
        drained();
        end(new Outcome.Failed(endpoint.loss(failure), sent));
    }

    /// The media type without its parameters.
    static String kind(MultiMap headers) {
        String type = headers.get("Content-Type");
        if (type == null) {
            return "";
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
