package dev.perigee.gateway.door;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.http.Call;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request of a legacy client, to its answer: plain JSON when the answer comes at once and is all there is,
/// else a stream, which the client can take up again if it breaks. Its deadline moves with each sign of life from
/// the server, up to a total. The plain answer holds no thread; all else runs on one.
final class Turn {
    private static final Logger log = LoggerFactory.getLogger(Turn.class);
    private static final String JSON = "application/json";

    private final Message.Request request;
    private final Call call;
    private final ClientSession client;
    private final DoorLimits limits;
    private final InstantSource clock;
    private @Nullable ClientStream stream;
    private boolean takesNothing;

    Turn(Message.Request request, Call call, ClientSession client, DoorLimits limits, InstantSource clock) {
        this.request = request;
        this.call = call;
        this.client = client;
        this.limits = limits;
        this.clock = clock;
    }

    /// Passes on what comes of `upcall` until its end, of which `over` hears; tasks as `tasks` shows them. Does not
    /// wait: what comes at once is passed on by the thread that brings it.
    void follow(Upcall upcall, TaskNames tasks, Consumer<TurnListener.End> over) {
        client.begun(request.id(), upcall);
        AtomicBoolean taken = new AtomicBoolean();
        Runnable calledOff = call.later(limits.streamAfter(), () -> {
            if (taken.compareAndSet(false, true)) {
                stream();
                rest(upcall, tasks, over);
            }
        });
        upcall.onceReady(() -> {
            if (taken.compareAndSet(false, true)) {
                calledOff.run();
                upcall.answer()
                        .filter(response -> response.json().bytes().length <= Door.ON_LOOP_BYTES_MAX)
                        .ifPresentOrElse(
                                response -> call.answer(() -> atOnce(response, tasks, over)),
                                () -> call.onThread(() -> rest(upcall, tasks, over)));
            }
        });
    }

    private void atOnce(Message.Response response, TaskNames tasks, Consumer<TurnListener.End> over) {
        TurnListener.End end = new TurnListener.End.Cancelled();
        try {
            end = answered(response, tasks);
        } finally {
            leave();
            over.accept(end);
        }
    }

    private void rest(Upcall upcall, TaskNames tasks, Consumer<TurnListener.End> over) {
        TurnListener.End end = new TurnListener.End.Cancelled();
        try {
            end = untilItsEnd(upcall, tasks, upcall.silenceMax(limits));
        } catch (InterruptedException _) {
            throw Door.stopping();
        } finally {
            leave();
            over.accept(end);
        }
    }

    /// As `follow`, by this thread, which waits.
    TurnListener.End take(Upcall upcall, TaskNames tasks) throws InterruptedException {
        client.begun(request.id(), upcall);
        try {
            return untilItsEnd(upcall, tasks, limits.streamAfter());
        } finally {
            leave();
        }
    }

    private void leave() {
        client.ended(request.id());
        client.seen(clock.instant());
    }

    /// `first`: after so long without anything the client gets a stream.
    private TurnListener.End untilItsEnd(Upcall upcall, TaskNames tasks, Duration first) throws InterruptedException {
        Duration silence = upcall.silenceMax(limits);
        Instant end = clock.instant().plus(upcall.turnMax(limits));
        Optional<Exchange.Event> event = upcall.next(first);
        if (event.isEmpty() && first.compareTo(silence) < 0) {
            stream();
            event = upcall.next(silence);
        }
        while (event.isPresent() && clock.instant().isBefore(end)) {
            switch (event.get()) {
                case Exchange.Event.Told(Message.Notification notification) -> tell(upcall, notification, tasks);
                case Exchange.Event.Asked(Message.Request question) -> ask(question, upcall, tasks);
                case Exchange.Event.Answered(Message.Response response) -> {
                    return answered(response, tasks);
                }
                case Exchange.Event.Lost lost -> {
                    return upcall.isCancelled() ? cancelled() : failed(upcall.failure(lost));
                }
            }
            event = upcall.next(silence);
        }
        upcall.cancel("it took too long");
        return failed(new RpcError(
                RpcError.INTERNAL_ERROR,
                event.isEmpty()
                        ? "the server said nothing for " + silence.toSeconds() + " s"
                        : "the server was not done after " + upcall.turnMax(limits)));
    }

    /// Who cannot be asked shares the session, and the question may be about what another does.
    private void ask(Message.Request question, Upcall upcall, TaskNames tasks) throws InterruptedException {
        if (client.profile().canBeAsked()) {
            tell(client.relay(upcall.server(), question, upcall.session(), tasks));
        } else {
            upcall.session()
                    .answer(Message.Response.of(
                            question.id(),
                            new RpcError(
                                    RpcError.METHOD_NOT_FOUND, "the client cannot be asked " + question.method())));
        }
    }

    /// The result that another gets, or has got, for this request too.
    Optional<JsonObject> known(Share share) throws InterruptedException {
        Optional<JsonObject> known = share.result(limits.streamAfter());
        if (known.isEmpty() && share.isWaiting()) {
            stream();
            known = share.result(limits.silenceMax());
        }
        return known;
    }

    void answer(Message.Response response) {
        if (stream == null) {
            call.reply(200, JSON, response.json().bytes());
        } else if (stream.finish(response) > 0) {
            noteDropped();
        }
    }

    void fail(RpcError error) {
        answer(Message.Response.of(request.id(), error));
    }

    private TurnListener.End answered(Message.Response response, TaskNames tasks) {
        answer(tasks.shown(response).withId(request.id()));
        return new TurnListener.End.Answered(response);
    }

    private TurnListener.End failed(RpcError error) {
        fail(error);
        return new TurnListener.End.Failed(error);
    }

    /// Who cancelled wants no answer; the stream just ends.
    TurnListener.End cancelled() {
        stream().complete();
        return new TurnListener.End.Cancelled();
    }

    /// With the token that the client chose.
    private Message.Notification own(Message.Notification notification) {
        return ProgressToken.restored(notification, request.params());
    }

    private void tell(Upcall upcall, Message.Notification notification, TaskNames tasks) throws InterruptedException {
        Optional<Message.Notification> shown = client.shown(upcall.server(), own(notification), tasks);
        if (shown.isPresent()) {
            tell(shown.get());
        }
    }

    /// A client that takes nothing is waited for once, and not again until it has taken something: what it is not told
    /// of must not hold up the answer.
    private void tell(Message message) throws InterruptedException {
        takesNothing = !stream().add(message, takesNothing ? Duration.ZERO : limits.slowMax());
        if (takesNothing) {
            noteDropped();
        }
    }

    private ClientStream stream() {
        ClientStream open = stream == null ? client.openStream(call) : stream;
        stream = open;
        return open;
    }

    private void noteDropped() {
        log.atDebug().addKeyValue("client", client.id()).log("a client takes nothing; a message to it is dropped");
    }
}
