package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.rpc.MalformedMessage;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import io.vertx.core.MultiMap;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// Streamable HTTP as of 2025-03-26 to 2025-11-25: a POST for each message, a session if the server gives one, a GET
/// stream for what the server says unasked, and a DELETE at the end. A request that the server cannot be reached for is
/// lost alone; the conversation ends when the session is unknown. Thread-safe: all happens on the event loop.
public final class StreamableHttpConnection implements Connection {
    private final EndpointClient endpoint;
    private final Listener listener;
    private final OpenRequests requests = new OpenRequests();
    private final Gate gate = new Gate();
    private final ListeningStream listening;
    private final Legacy conversation = new Legacy();
    private SessionHeaders headers = SessionHeaders.NONE;

    public StreamableHttpConnection(EndpointClient endpoint, Listener listener) {
        this.endpoint = endpoint;
        this.listener = listener;
        this.listening = new ListeningStream(endpoint, new Unasked());
    }

    @Override
    public Exchange begin(Message.Request request) {
        Exchange exchange = new Exchange(request.id());
        PostedRequest posted = new PostedRequest(endpoint, request, exchange, conversation);
        onLoop(() -> inTurn(() -> requests.begin(posted, exchange)));
        return exchange;
    }

    @Override
    public void send(Message.Notification notification) {
        onLoop(() -> inTurn(() -> notify(notification)));
    }

    @Override
    public void answer(Message.Response response) {
        onLoop(() -> inTurn(() -> tell(response, this::answerTaken)));
    }

    @Override
    public void close() {
        CountDownLatch done = new CountDownLatch(1);
        onLoop(() -> close(done));
        Closing.await(done);
    }

    private void notify(Message.Notification notification) {
        if (notification.method().equals("notifications/initialized")) {
            // What follows must not overtake it on another TCP connection.
            gate.shut();
            tell(notification, this::announced);
        } else {
            tell(notification, verdict -> {
                noteUnknownSession(verdict);
                OpenRequests.cancelled(notification).ifPresent(requests::cancel);
            });
        }
    }

    private void announced(Acceptance.Verdict verdict) {
        if (verdict instanceof Acceptance.Verdict.Undeliverable(Loss why, boolean _)) {
            lose(why);
        }
        noteUnknownSession(verdict);
        if (!requests.over()) {
            listening.open();
        }
        gate.open();
    }

    private void answerTaken(Acceptance.Verdict verdict) {
        // Whoever asked would wait for ever.
        switch (verdict) {
            case Acceptance.Verdict.Taken _ -> {}
            case Acceptance.Verdict.Refused(HttpCall.Outcome.Whole answer) ->
                lose(Refusals.of(answer, headers.inSession()));
            case Acceptance.Verdict.Undeliverable(Loss why, boolean _) -> lose(why);
        }
    }

    private void noteUnknownSession(Acceptance.Verdict verdict) {
        if (verdict instanceof Acceptance.Verdict.Refused(HttpCall.Outcome.Whole answer)) {
            Loss why = Refusals.of(answer, headers.inSession());
            if (why.cause() == Loss.Cause.SESSION_UNKNOWN) {
                lose(why);
            }
        }
    }

    private void tell(Message message, Consumer<Acceptance.Verdict> then) {
        if (!requests.over()) {
            endpoint.start(Orders.tell(endpoint.target(), headers.map(), message), new Acceptance(then));
        }
    }

    private void inTurn(Runnable what) {
        if (!gate.pass(what)) {
            lose(new Loss(
                    Loss.Cause.STALLED, "more than " + Gate.WAITING_MAX + " messages wait for the session to begin"));
            what.run();
        }
    }

    private void lose(Loss why) {
        if (requests.lose(why)) {
            listening.stop();
            gate.open();
            listener.lost(why);
        }
    }

    private void close(CountDownLatch done) {
        boolean had = headers.inSession() && !requests.over();
        requests.lose(OpenRequests.CLOSED);
        listening.stop();
        gate.open();
        if (had) {
            endpoint.start(Orders.delete(endpoint.target(), headers.map()), new Acceptance(_ -> done.countDown()));
        } else {
            done.countDown();
        }
    }

    private void onLoop(Runnable what) {
        endpoint.loop().runOnContext(_ -> what.run());
    }

    private final class Legacy implements PostedRequest.Conversation {
        @Override
        public HttpCall.Order post(EndpointClient to, Message.Request request) {
            return Orders.post(to.target(), headers.map(), request);
        }

        @Override
        public Optional<HttpCall.Order> resume(String lastEventId) {
            return Optional.of(Orders.listen(endpoint.target(), headers.map(), Optional.of(lastEventId)));
        }

        @Override
        public void accepted(Message.Request request, MultiMap answer) {
            if (request.method().equals("initialize")) {
                headers = headers.withSession(answer.get(SessionHeaders.SESSION));
            }
        }

        @Override
        public void answered(Message.Request request, Message.Response response) {
            if (request.method().equals("initialize")) {
                Optional<String> version = response.result().flatMap(result -> result.string("protocolVersion"));
                headers = headers.withVersion(version.orElse(null));
            }
        }

        @Override
        public boolean hasSession() {
            return headers.inSession();
        }

        @Override
        public void sessionUnknown(Loss why) {
            lose(why);
        }

        @Override
        public boolean takesRequests() {
            return true;
        }

        @Override
        public Optional<EndpointClient> elsewhere(PostedRequest request) {
            // A session is at one server.
            return Optional.empty();
        }

        @Override
        public void ended(PostedRequest request, Exchange.Event how) {
            requests.ended(request);
        }
    }

    private final class Unasked implements ListeningStream.Ear {
        @Override
        public HttpCall.Order listen(Optional<String> lastEventId) {
            return Orders.listen(endpoint.target(), headers.map(), lastEventId);
        }

        @Override
        public void heard(byte[] message) {
            try {
                switch (Message.parse(message)) {
                    case Message.Notification notification -> listener.heard(notification);
                    case Message.Request request -> listener.asked(request);
                    // Some servers answer here when the request's own stream has broken.
                    case Message.Response response -> requests.answer(response);
                }
            } catch (MalformedMessage e) {
                deaf(Refusals.misbehaved(String.valueOf(e.getMessage())));
            }
        }

        @Override
        public void deaf(Loss why) {
            lose(why);
        }
    }
}
