package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.upstream.Loss;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The stream on which a server says what nobody asked for: opened with GET, taken up again when it breaks, and done
/// without where the server has none. Only on the event loop.
final class ListeningStream implements HttpCall.Hearer {
    private static final long NO_TIMER = -1;

    private final EndpointClient endpoint;
    private final Ear ear;
    private @Nullable HttpCall call;
    private @Nullable String lastEventId;
    private long waiting = NO_TIMER;
    private int failures;
    private boolean opened;
    private boolean over;

    interface Ear {
        HttpCall.Order listen(Optional<String> lastEventId);

        void heard(byte[] message);

        /// Without the stream there is no conversation. The last call.
        void deaf(Loss why);
    }

    ListeningStream(EndpointClient endpoint, Ear ear) {
        this.endpoint = endpoint;
        this.ear = ear;
    }

    /// Does nothing the second time.
    void open() {
        if (call == null && !over) {
            start();
        }
    }

    private void start() {
        call = endpoint.start(ear.listen(Optional.ofNullable(lastEventId)), this);
    }

    void stop() {
        over = true;
        endpoint.never(waiting);
        if (call != null) {
            call.abandon();
        }
    }

    @Override
    public void streaming(MultiMap headers) {
        opened = true;
    }

    @Override
    public void event(String type, byte[] data) {
        failures = 0;
        if (!over && type.equals("message") && data.length > 0) {
            ear.heard(data);
        }
    }

    @Override
    public void ended(HttpCall.Outcome how) {
        if (over) {
            return;
        }
        switch (how) {
            case HttpCall.Outcome.StreamEnded _ -> resume();
            case HttpCall.Outcome.Whole answer -> refused(answer);
            case HttpCall.Outcome.Failed(Loss why, boolean _) -> {
                if (why.cause() == Loss.Cause.MISBEHAVED) {
                    deaf(why);
                } else {
                    again(why);
                }
            }
        }
    }

    private void resume() {
        Optional<HttpCall> ended = Optional.ofNullable(call);
        lastEventId = ended.flatMap(HttpCall::lastEventId).orElse(lastEventId);
        // One that ends at once each time is asked ever less often.
        failures++;
        start(endpoint.comeback(failures, ended.flatMap(HttpCall::retry)));
    }

    private void refused(HttpCall.Outcome.Whole answer) {
        Loss why = Refusals.of(answer, opened);
        switch (why.cause()) {
            case UNAUTHORIZED, SESSION_UNKNOWN -> deaf(why);
            case GONE -> {
                // It is there to answer, so its other answers are worth waiting for.
                over = answer.status() == 404 || endpoint.givesUpAfter(failures + 1);
                if (!over) {
                    again(why);
                }
            }
            // A server without such a stream says 405, or something as final.
            case CLOSED, MISBEHAVED, STALLED, NOT_STARTED, UNAVAILABLE -> over = true;
        }
    }

    private void again(Loss why) {
        failures++;
        if (endpoint.givesUpAfter(failures)) {
            deaf(why);
        } else {
            start(endpoint.comeback(failures, Optional.empty()));
        }
    }

    private void start(Duration wait) {
        waiting = endpoint.later(wait, this::start);
    }

    private void deaf(Loss why) {
        over = true;
        ear.deaf(why);
    }
}
