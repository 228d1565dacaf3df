package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.RequestMeta;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Listens to a modern server for changes of one kind (`subscriptions/listen`), again when that breaks, and tells
/// them as the legacy era has them. Runs on a thread of its own until it is stopped; `this` guards its state.
final class ChangeFeed {
    private static final String LIST_CHANGED = "ListChanged";
    private static final int DOUBLINGS_MAX = 20;

    private final Function<JsonObject, Line> opening;
    private final Connection.Listener listener;
    private final JsonObject wanted;
    private final Pace pace;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Consumer<Outcome>> waiting = new ArrayList<>();
    private @Nullable Outcome outcome;
    private @Nullable Line line;
    private boolean started;

    /// When to come back after a line broke: at once, then after `first`, doubling up to `max`. One that was quiet for
    /// `lasting` counts as none that broke.
    record Pace(Duration lasting, Duration first, Duration max) {
        static final Pace USUAL = new Pace(Duration.ofSeconds(20), Duration.ofSeconds(2), Duration.ofSeconds(30));

        Duration after(int breaks) {
            if (breaks == 0) {
                return Duration.ZERO;
            }
            Duration wait = first.multipliedBy(1L << Math.min(breaks - 1, DOUBLINGS_MAX));
            return wait.compareTo(max) < 0 ? wait : max;
        }
    }

    /// One listening request, and how it is given up.
    record Line(Exchange exchange, Runnable hangUp) {}

    /// What came of the first request.
    sealed interface Outcome {
        record Listening() implements Outcome {}

        record Refused(RpcError error) implements Outcome {}
    }

    ChangeFeed(Function<JsonObject, Line> opening, Connection.Listener listener, JsonObject wanted) {
        this(opening, listener, wanted, Pace.USUAL);
    }

    ChangeFeed(Function<JsonObject, Line> opening, Connection.Listener listener, JsonObject wanted, Pace pace) {
        this.pace = pace;
        this.opening = opening;
        this.listener = listener;
        this.wanted = wanted;
    }

    /// Once, and only when there is something to listen for.
    synchronized void start() {
        if (!started && !wanted.names().isEmpty()) {
            started = true;
            Thread.ofVirtual().name("mcp-changes").start(this::run);
        }
    }

    void stop() {
        stopped.countDown();
        hangUp();
    }

    /// Tells `then` when the server listens, or does not want to; at once if that is known.
    void onceAcknowledged(Consumer<Outcome> then) {
        Outcome known;
        synchronized (this) {
            known = outcome;
            if (known == null) {
                waiting.add(then);
            }
        }
        if (known != null) {
            then.accept(known);
        }
    }

    private void run() {
        try {
            int breaks = 0;
            while (isWanted()) {
                Line open = opening.apply(wanted);
                keep(open);
                boolean lasted = hear(open.exchange());
                breaks = lasted ? 0 : breaks;
                if (refused() || stopped.await(pace.after(breaks).toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                breaks++;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether it lasted.
    private boolean hear(Exchange exchange) throws InterruptedException {
        boolean lasted = false;
        while (isWanted()) {
            Optional<Exchange.Event> event = exchange.next(pace.lasting());
            if (event.isEmpty()) {
                lasted = true;
                continue;
            }
            switch (event.get()) {
                case Exchange.Event.Told(Message.Notification notification) -> told(notification);
                case Exchange.Event.Asked _ -> {}
                case Exchange.Event.Answered(Message.Response response) -> {
                    decide(new Outcome.Refused(new RpcError(
                            response.errorCode() == 0 ? RpcError.INTERNAL_ERROR : response.errorCode(),
                            response.error()
                                    .flatMap(error -> error.string("message"))
                                    .orElse("it does not listen"))));
                    return lasted;
                }
                case Exchange.Event.Lost(Loss why, boolean _) -> {
                    decide(new Outcome.Refused(new RpcError(RpcError.INTERNAL_ERROR, why.explanation())));
                    return lasted;
                }
            }
        }
        return lasted;
    }

    private void told(Message.Notification notification) {
        if (notification.method().equals("notifications/subscriptions/acknowledged")) {
            if (!decide(new Outcome.Listening())) {
                tellWhatMayHaveChanged();
            }
            return;
        }
        JsonObject params = notification.params();
        JsonObject meta = RequestMeta.of(params).without(RequestMeta.SUBSCRIPTION);
        listener.heard(
                notification.withParams(meta.names().isEmpty() ? params.without("_meta") : params.with("_meta", meta)));
    }

    /// Nobody listened between two requests.
    private void tellWhatMayHaveChanged() {
        wanted.strings("resourceSubscriptions")
                .forEach(uri -> listener.heard(
                        Message.Notification.of("notifications/resources/updated", JsonObject.EMPTY.with("uri", uri))));
        wanted.names().stream()
                .filter(name -> name.endsWith(LIST_CHANGED))
                .map(name -> name.substring(0, name.length() - LIST_CHANGED.length()))
                .forEach(list -> listener.heard(
                        Message.Notification.of("notifications/" + list + "/list_changed", JsonObject.EMPTY)));
    }

    /// False when it was decided before.
    private boolean decide(Outcome first) {
        List<Consumer<Outcome>> told;
        synchronized (this) {
            if (outcome != null) {
                return false;
            }
            outcome = first;
            told = List.copyOf(waiting);
            waiting.clear();
        }
        told.forEach(then -> then.accept(first));
        return true;
    }

    private synchronized boolean refused() {
        return outcome instanceof Outcome.Refused;
    }

    private boolean isWanted() {
        return stopped.getCount() > 0;
    }

    private synchronized void keep(Line open) {
        line = open;
        if (!isWanted()) {
            hangUp();
        }
    }

    private synchronized void hangUp() {
        if (line != null) {
            line.hangUp().run();
            line.exchange().offer(new Exchange.Event.Lost(new Loss(Loss.Cause.CLOSED, "nobody listens"), true));
        }
    }
}
