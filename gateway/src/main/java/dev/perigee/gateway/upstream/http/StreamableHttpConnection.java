package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.rpc.MalformedMessage;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Streamable HTTP as of 2025-03-26 to 2025-11-25: a POST for each message, a session if the server gives one, a GET
/// stream for what the server says unasked, and a DELETE at the end. The session stays at the replica that gave it. A
/// request that it cannot be reached for is lost alone, unless others are fit: then the conversation ends, as it does
/// when the session is unknown, so that the next one goes elsewhere. Thread-safe: all happens on the event loop.
public final class StreamableHttpConnection implements Connection {
    private final Context loop;
    private final ReplicaSet<EndpointClient> replicas;
    private final Listener listener;
    private final OpenRequests requests = new OpenRequests();
    private final Gate gate = new Gate();
    private final Legacy conversation = new Legacy();
    private final Stays stays;
    private SessionHeaders headers = SessionHeaders.NONE;
    private @Nullable ListeningStream listening;
    private @Nullable EndpointClient home;
    private boolean unreached;

    public StreamableHttpConnection(Context loop, ReplicaSet<EndpointClient> replicas, Listener listener) {
        this.loop = loop;
        this.replicas = replicas;
        this.listener = listener;
        this.stays = new Stays(replicas);
    }

    /// To the only one there is.
    public StreamableHttpConnection(EndpointClient endpoint, Listener listener) {
        this(endpoint.loop(), ReplicaSet.single(endpoint), listener);
    }

    @Override
    public Exchange begin(Message.Request request) {
        Exchange exchange = new Exchange(request.id());
        onLoop(() -> inTurn(() -> begin(request, exchange)));
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

    private void begin(Message.Request request, Exchange exchange) {
        switch (turn()) {
            case ReplicaSet.Choice.Chosen<EndpointClient>(Turn<EndpointClient> turn) -> {
                PostedRequest posted = new PostedRequest(turn.replica(), request, exchange, conversation);
                stays.begun(posted, turn);
                if (!requests.begin(posted, exchange)) {
                    stays.dropped(posted);
                }
            }
            case ReplicaSet.Choice.NoneLeft<EndpointClient>(Duration retryAfter) -> {
                Loss why = Stays.noneFit(retryAfter);
                exchange.offer(new Exchange.Event.Lost(why, false));
                moveOn(why);
            }
        }
    }

    /// Where the session is, or else anywhere.
    private ReplicaSet.Choice<EndpointClient> turn() {
        EndpointClient settled = home;
        return settled != null && headers.inSession() ? replicas.at(settled) : replicas.choose(Set.of());
    }

    /// Ends a session whose replica is not there while others are.
    private void moveOn(Loss why) {
        EndpointClient settled = home;
        if (settled != null
                && headers.inSession()
                && (unreached || replicas.isOut(settled))
                && replicas.othersFit(settled)) {
            lose(why);
        }
    }

    /// Finds out whether the session's replica is still there before somebody needs it again.
    private void lookAfterHome(Loss why) {
        EndpointClient settled = home;
        if (settled != null && !requests.over() && headers.inSession() && replicas.othersFit(settled)) {
            HealthProbe.look(settled, false, well -> {
                unreached = !well;
                moveOn(why);
                unreached = false;
            });
        }
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
        EndpointClient settled = home;
        if (!requests.over() && settled != null && listening == null) {
            listening = new ListeningStream(settled, new Unasked(settled));
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
        if (requests.over()) {
            return;
        }
        switch (turn()) {
            case ReplicaSet.Choice.Chosen<EndpointClient>(Turn<EndpointClient> turn) -> {
                EndpointClient to = turn.replica();
                to.start(Orders.tell(to.target(), headers.map(), message), new Acceptance(verdict -> {
                    Stays.told(turn, verdict);
                    then.accept(verdict);
                }));
            }
            case ReplicaSet.Choice.NoneLeft<EndpointClient>(Duration retryAfter) ->
                then.accept(new Acceptance.Verdict.Undeliverable(Stays.noneFit(retryAfter), false));
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
        if (requests.lose(why, () -> listener.lost(why))) {
            stopListening();
            gate.open();
        }
    }

    private void close(CountDownLatch done) {
        EndpointClient settled = headers.inSession() && !requests.over() ? home : null;
        requests.close();
        stopListening();
        gate.open();
        if (settled == null) {
            done.countDown();
        } else {
            settled.start(Orders.delete(settled.target(), headers.map()), new Acceptance(_ -> done.countDown()));
        }
    }

    private void stopListening() {
        if (listening != null) {
            listening.stop();
        }
    }

    private void onLoop(Runnable what) {
        loop.runOnContext(_ -> what.run());
    }

    private final class Legacy implements PostedRequest.Conversation {
        @Override
        public HttpCall.Order post(EndpointClient to, Message.Request request) {
            return Orders.post(to.target(), headers.map(), request);
        }

        @Override
        public Optional<HttpCall.Order> resume(EndpointClient at, String lastEventId) {
            return Optional.of(Orders.listen(at.target(), headers.map(), Optional.of(lastEventId)));
        }

        @Override
        public void accepted(PostedRequest request, MultiMap answer) {
            stays.accepted(request);
            if (request.request().method().equals("initialize")) {
                home = request.at();
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
        public void heard(Message.Notification notification) {
            listener.heard(notification);
        }

        @Override
        public boolean takesRequests() {
            return true;
        }

        @Override
        public Optional<EndpointClient> elsewhere(PostedRequest request, PostedRequest.Setback setback) {
            if (headers.inSession()) {
                // A session is at one replica.
                unreached = setback == PostedRequest.Setback.UNREACHED;
                return Optional.empty();
            }
            return stays.elsewhere(request, setback);
        }

        @Override
        public void ended(PostedRequest request, Exchange.Event how) {
            requests.ended(request);
            stays.ended(request, how);
            if (how instanceof Exchange.Event.Lost(Loss why, boolean _) && why.cause() == Loss.Cause.GONE) {
                moveOn(why);
                lookAfterHome(why);
            }
            unreached = false;
        }
    }

    private final class Unasked implements ListeningStream.Ear {
        private final EndpointClient at;

        Unasked(EndpointClient at) {
            this.at = at;
        }

        @Override
        public HttpCall.Order listen(Optional<String> lastEventId) {
            return Orders.listen(at.target(), headers.map(), lastEventId);
        }

        @Override
        public void heard(byte[] message) {
            try {
                switch (Message.parse(message)) {
                    case Message.Notification progress
                    when OpenRequests.isProgress(progress) -> requests.progressed(progress);
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
