package dev.perigee.satellite.link;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.Problem;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One request to the control plane and the wait for its answer, which ends at a deadline. The futures are completed
/// by the event loop, the timer and whoever abandons it; the first counts. The monitor guards which request is on its
/// way.
final class Exchange {
    /// How long an abandoned request may keep its connection without an answer.
    private static final Duration ABANDONED_MAX = Duration.ofSeconds(2);

    private final URI server;
    private final Timer timer;
    private final Timeout deadline;
    private final CompletableFuture<Answer> arrived = new CompletableFuture<>();
    private final CompletableFuture<Optional<Answer>> awaited = new CompletableFuture<>();
    private @Nullable HttpClientRequest sent;
    private boolean givenUp;

    private static final int NOT_MODIFIED = 304;
    private static final int TOO_MANY = 429;

    /// What came back, for how long it asks to be left alone, and whether there is a new session to sign under.
    record Answer(int status, Buffer body, Duration retryAfter, boolean offersSession) {}

    Exchange(URI server, Timer timer, Duration max) {
        this.server = server;
        this.timer = timer;
        this.deadline = timer.newTimeout(
                _ -> awaited.completeExceptionally(new TimeoutException("no answer within " + max)),
                max.toMillis(),
                TimeUnit.MILLISECONDS);
        var _ = arrived.whenComplete((answer, failure) -> {
            if (failure == null) {
                awaited.complete(Optional.of(answer));
            } else {
                awaited.completeExceptionally(failure);
            }
        });
    }

    /// The request is on its way, or once more.
    synchronized void sent(HttpClientRequest request) {
        sent = request;
        if (givenUp) {
            var _ = request.reset();
        }
    }

    void answered(Answer answer) {
        arrived.complete(answer);
    }

    void failed(Throwable failure) {
        arrived.completeExceptionally(failure);
    }

    /// Waits for the answer and reads it; nothing when the exchange was abandoned, or what
    /// it asked for has not changed.
    <T> Optional<T> await(Class<T> type) throws LinkException, InterruptedException {
        Optional<Answer> answer = await();
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        if (answer.get().status() == NOT_MODIFIED) {
            return Optional.empty();
        }
        if (answer.get().status() / 100 != 2) {
            throw refusal(answer.get());
        }
        try {
            return Optional.of(Json.WIRE.read(answer.get().body().getBytes(), type));
        } catch (BadValue e) {
            throw new LinkException("the control plane's answer is not understood: " + e.getMessage(), e);
        }
    }

    /// Waits for the answer and returns its status; throws when the control plane was asked too often. For one that is
    /// not abandoned.
    int awaitStatus() throws LinkException, InterruptedException {
        Answer answer = awaitAnswer();
        if (answer.status() == TOO_MANY) {
            throw refusal(answer);
        }
        return answer.status();
    }

    /// Waits for the answer, whatever it is. For one that is not abandoned.
    Answer awaitAnswer() throws LinkException, InterruptedException {
        return await().orElseThrow(() -> new IllegalStateException("abandoned by nobody"));
    }

    void abandon() {
        if (awaited.complete(Optional.empty())) {
            Timeout late = timer.newTimeout(_ -> giveUp(), ABANDONED_MAX.toMillis(), TimeUnit.MILLISECONDS);
            var _ = arrived.whenComplete((_, _) -> late.cancel());
        }
    }

    private Optional<Answer> await() throws LinkException, InterruptedException {
        try {
            return awaited.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof TimeoutException) {
                giveUp();
            }
            throw new LinkException("no answer from " + server + ": " + NetworkFailure.explain(cause), cause);
        } catch (InterruptedException e) {
            giveUp();
            throw e;
        } finally {
            deadline.cancel();
        }
    }

    private synchronized void giveUp() {
        givenUp = true;
        if (sent != null) {
            var _ = sent.reset();
        }
    }

    private static LinkException refusal(Answer received) {
        try {
            Problem problem = Json.WIRE.read(received.body().getBytes(), Problem.class);
            return new LinkException(
                    "refused with " + problem.code() + " (" + problem.status() + "): " + problem.detail(),
                    received.retryAfter());
        } catch (BadValue _) {
            return new LinkException("refused with HTTP status " + received.status(), received.retryAfter());
        }
    }
}
