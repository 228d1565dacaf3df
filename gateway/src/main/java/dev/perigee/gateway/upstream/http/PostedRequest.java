package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.rpc.MalformedMessage;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Exchange.Event;
import dev.perigee.gateway.upstream.Loss;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request from its POST to its one end: the answer as JSON or at the end of a stream, which is taken up again where
/// it broke if the server numbered its events and the conversation allows it. Only on the event loop.
final class PostedRequest implements HttpCall.Hearer {
    private static final long NO_TIMER = -1;

    private final Message.Request request;
    private final Exchange exchange;
    private final Conversation conversation;
    private EndpointClient endpoint;
    private @Nullable HttpCall call;
    private @Nullable String lastEventId;
    private long waiting = NO_TIMER;
    private int failures;
    private boolean resuming;
    private boolean heard;
    private boolean over;

    /// Why nothing came of a request where it was.
    enum Setback {
        /// There was no connection.
        UNREACHED,
        /// The server said that it did nothing.
        REFUSED,
        PERHAPS_DONE;

        boolean perhapsDone() {
            return this == PERHAPS_DONE;
        }
    }

    /// What the request is part of.
    interface Conversation {
        HttpCall.Order post(EndpointClient to, Message.Request request);

        /// How to take up the stream behind the event of that id; empty when this kind of conversation cannot.
        Optional<HttpCall.Order> resume(EndpointClient at, String lastEventId);

        /// The server took the request. Comes before what it answered.
        void accepted(PostedRequest request, MultiMap headers);

        boolean hasSession();

        /// The server does not know the session any more. Comes after the end.
        void sessionUnknown(Loss why);

        /// The response is about to be handed on.
        void answered(Message.Request request, Message.Response response);

        /// The server said something in the stream that concerns all of the conversation.
        default void heard(Message.Notification notification) {}

        /// Whether the server may ask things in the stream.
        boolean takesRequests();

        /// Nothing came of it here, but perhaps it does at another server that does the same.
        Optional<EndpointClient> elsewhere(PostedRequest request, Setback setback);

        /// It has ended. The last call.
        void ended(PostedRequest request, Event how);
    }

    PostedRequest(EndpointClient endpoint, Message.Request request, Exchange exchange, Conversation conversation) {
        this.endpoint = endpoint;
        this.request = request;
        this.exchange = exchange;
        this.conversation = conversation;
    }

    Message.Request request() {
        return request;
    }

    /// Where it is now.
    EndpointClient at() {
        return endpoint;
    }

    void start() {
        call = endpoint.start(conversation.post(endpoint, request), this);
    }

    /// Ends it, and with it what the server does for it as far as closing the stream does that.
    void abandon(Loss why, boolean sent) {
        if (!over) {
            HttpCall open = call;
            end(new Event.Lost(why, sent));
            if (open != null) {
                open.abandon();
            }
        }
    }

    /// Takes the response when it came another way.
    void answer(Message.Response response) {
        if (!over) {
            conversation.answered(request, response);
            end(new Event.Answered(response));
        }
    }

    /// The server said something of it another way.
    void told(Message.Notification notification) {
        if (!over) {
            offer(new Event.Told(notification));
        }
    }

    @Override
    public void streaming(MultiMap headers) {
        failures = 0;
        if (!resuming) {
            conversation.accepted(this, headers);
        }
    }

    @Override
    public void event(String type, byte[] data) {
        if (!over && type.equals("message") && data.length > 0) {
            message(data);
        }
    }

    @Override
    public void ended(HttpCall.Outcome how) {
        if (over) {
            return;
        }
        switch (how) {
            case HttpCall.Outcome.Whole answer when resuming -> notResumed(answer);
            case HttpCall.Outcome.Whole answer -> whole(answer);
            case HttpCall.Outcome.StreamEnded _ -> broken(new Loss(Loss.Cause.GONE, "the stream ended early"));
            case HttpCall.Outcome.Failed(Loss why, boolean sent) -> {
                if (resuming && why.cause() == Loss.Cause.GONE) {
                    again(why);
                } else if (resuming) {
                    end(new Event.Lost(why, true));
                } else {
                    failed(why, sent ? Setback.PERHAPS_DONE : Setback.UNREACHED);
                }
            }
        }
    }

    private void whole(HttpCall.Outcome.Whole answer) {
        if (answer.good()) {
            conversation.accepted(this, answer.headers());
            if (HttpCall.kind(answer.headers()).equals("application/json")) {
                message(answer.body().getBytes());
            }
            if (!over) {
                end(new Event.Lost(Refusals.misbehaved("HTTP " + answer.status() + " without a response"), true));
            }
            return;
        }
        Loss why = Refusals.of(answer, conversation.hasSession());
        Optional<Message.Response> error = switch (why.cause()) {
            case UNAUTHORIZED, SESSION_UNKNOWN -> Optional.empty();
            case CLOSED, GONE, MISBEHAVED, STALLED, NOT_STARTED, UNAVAILABLE -> Refusals.errorFor(request.id(), answer);
        };
        Setback setback = Refusals.surelyNotActedOn(answer.status()) ? Setback.REFUSED : Setback.PERHAPS_DONE;
        error.ifPresentOrElse(this::answer, () -> failed(why, setback));
    }

    private void notResumed(HttpCall.Outcome.Whole answer) {
        if (answer.status() >= 500 || answer.status() == 429) {
            again(new Loss(Loss.Cause.GONE, "HTTP " + answer.status() + " when resuming the stream"));
        } else {
            refuse(Refusals.of(answer, conversation.hasSession()), true);
        }
    }

    private void failed(Loss why, Setback setback) {
        Optional<EndpointClient> other =
                heard || why.cause() != Loss.Cause.GONE ? Optional.empty() : conversation.elsewhere(this, setback);
        other.ifPresentOrElse(
                next -> {
                    endpoint = next;
                    start();
                },
                () -> refuse(why, setback.perhapsDone()));
    }

    private void refuse(Loss why, boolean sent) {
        over(new Event.Lost(why, sent));
        if (why.cause() == Loss.Cause.SESSION_UNKNOWN) {
            conversation.sessionUnknown(why);
        }
        exchange.offer(new Event.Lost(why, sent));
    }

    /// Changes of lists concern whoever is in the session, but for those that were asked for by this request.
    private boolean isForAll(Message.Notification notification) {
        return conversation.takesRequests() && notification.method().endsWith("/list_changed");
    }

    private void message(byte[] json) {
        try {
            switch (Message.parse(json)) {
                case Message.Notification notification
                when isForAll(notification) -> {
                    heard = true;
                    conversation.heard(notification);
                }
                case Message.Notification notification -> offer(new Event.Told(notification));
                case Message.Request asked when conversation.takesRequests() -> offer(new Event.Asked(asked));
                case Message.Request asked -> misbehaved("a request in a stream: " + asked.method());
                case Message.Response response when response.id().equals(request.id()) -> answer(response);
                case Message.Response response ->
                    misbehaved("a response to " + response.id() + " instead of " + request.id());
            }
        } catch (MalformedMessage e) {
            misbehaved(String.valueOf(e.getMessage()));
        }
    }

    private void offer(Event event) {
        heard = true;
        exchange.offer(event);
        if (exchange.ended()) {
            misbehaved("more at a time than was taken");
        }
    }

    private void misbehaved(String how) {
        abandon(Refusals.misbehaved(how), true);
    }

    private void broken(Loss why) {
        HttpCall ended = call;
        String id = Optional.ofNullable(ended).flatMap(HttpCall::lastEventId).orElse(lastEventId);
        Optional<HttpCall.Order> order = Optional.ofNullable(id).flatMap(last -> conversation.resume(endpoint, last));
        if (order.isEmpty() || ended == null) {
            failed(why, Setback.PERHAPS_DONE);
            return;
        }
        lastEventId = id;
        resume(order.get(), endpoint.comeback(1, ended.retry()));
    }

    private void again(Loss why) {
        failures++;
        Optional<HttpCall.Order> order =
                Optional.ofNullable(lastEventId).flatMap(last -> conversation.resume(endpoint, last));
        if (order.isEmpty() || endpoint.givesUpAfter(failures)) {
            end(new Event.Lost(why, true));
        } else {
            resume(order.get(), endpoint.comeback(failures, Optional.empty()));
        }
    }

    private void resume(HttpCall.Order order, Duration wait) {
        resuming = true;
        waiting = endpoint.later(wait, () -> call = endpoint.start(order, this));
    }

    private void end(Event event) {
        over(event);
        exchange.offer(event);
    }

    private void over(Event event) {
        over = true;
        endpoint.never(waiting);
        if (call != null) {
            call.retire();
        }
        conversation.ended(this, event);
    }
}
