package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.rpc.MalformedMessage;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Exchange.Event;
import dev.perigee.gateway.upstream.Loss;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// HTTP+SSE as of 2024-11-05: one GET stream brings everything, first the address to POST to; the session is the stream
/// and ends with it, at the replica that could be reached first. As the stream is shared, what comes on it before a
/// response goes to the listener, but for progress, which names its request. Thread-safe: all happens on the event
/// loop.
public final class HttpSseConnection implements Connection {
    private final Context loop;
    private final ReplicaSet<EndpointClient> replicas;
    private final Listener listener;
    private final Map<RpcId, Exchange> open = new HashMap<>();
    private final Gate gate = new Gate();
    private @Nullable HttpCall stream;
    private @Nullable EndpointClient home;
    private @Nullable URI inbox;
    private @Nullable Loss loss;

    /// Opens the stream at once.
    public HttpSseConnection(Context loop, ReplicaSet<EndpointClient> replicas, Listener listener) {
        this.loop = loop;
        this.replicas = replicas;
        this.listener = listener;
        gate.shut();
        onLoop(() -> open(Set.of()));
    }

    /// To the only one there is.
    public HttpSseConnection(EndpointClient endpoint, Listener listener) {
        this(endpoint.loop(), ReplicaSet.single(endpoint), listener);
    }

    @Override
    public Exchange begin(Message.Request request) {
        Exchange exchange = new Exchange(request.id());
        onLoop(() -> begin(request, exchange));
        return exchange;
    }

    @Override
    public void send(Message.Notification notification) {
        onLoop(() -> whenAddressed(to -> notify(to, notification)));
    }

    @Override
    public void answer(Message.Response response) {
        onLoop(() -> whenAddressed(to -> post(to, response, verdict -> {
            if (verdict instanceof Acceptance.Verdict.Undeliverable(Loss why, boolean _)) {
                lose(why);
            }
        })));
    }

    @Override
    public void close() {
        CountDownLatch done = new CountDownLatch(1);
        onLoop(() -> {
            finish(OpenRequests.CLOSED, () -> {});
            done.countDown();
        });
        Closing.await(done);
    }

    private void open(Set<EndpointClient> tried) {
        switch (replicas.choose(tried)) {
            case ReplicaSet.Choice.Chosen<EndpointClient>(Turn<EndpointClient> turn) -> {
                EndpointClient to = turn.replica();
                Set<EndpointClient> now = new HashSet<>(tried);
                now.add(to);
                HttpCall.Order order = Orders.listen(to.target(), Map.of(), Optional.empty());
                stream = to.start(order, new Inbound(turn, now));
            }
            case ReplicaSet.Choice.NoneLeft<EndpointClient>(Duration retryAfter) -> lose(Stays.noneFit(retryAfter));
        }
    }

    private void begin(Message.Request request, Exchange exchange) {
        Loss why = loss;
        if (why == null && open.putIfAbsent(request.id(), exchange) != null) {
            why = Refusals.misbehaved("id " + request.id() + " is in use");
        }
        if (why != null) {
            exchange.offer(new Event.Lost(why, false));
            return;
        }
        whenAddressed(to -> {
            if (open.get(request.id()) == exchange) {
                post(to, request, verdict -> requestTaken(request.id(), verdict));
            }
        });
    }

    private void requestTaken(RpcId id, Acceptance.Verdict verdict) {
        switch (verdict) {
            case Acceptance.Verdict.Taken _ -> {}
            case Acceptance.Verdict.Refused(HttpCall.Outcome.Whole answer) ->
                end(
                        id,
                        Refusals.errorFor(id, answer)
                                .<Event>map(Event.Answered::new)
                                .orElseGet(() -> new Event.Lost(
                                        Refusals.of(answer, true), !Refusals.surelyNotActedOn(answer.status()))));
            case Acceptance.Verdict.Undeliverable(Loss why, boolean sent) -> end(id, new Event.Lost(why, sent));
        }
    }

    private void post(URI to, Message message, Consumer<Acceptance.Verdict> then) {
        if (home != null) {
            home.start(Orders.tell(to, Map.of(), message), new Acceptance(then));
        }
    }

    private void notify(URI to, Message.Notification notification) {
        boolean announces = notification.method().equals("notifications/initialized");
        if (announces) {
            // What follows must not overtake it on another TCP connection.
            gate.shut();
        }
        post(to, notification, _ -> {
            if (announces) {
                gate.open();
            }
            OpenRequests.cancelled(notification).ifPresent(id -> end(id, new Event.Lost(OpenRequests.CANCELLED, true)));
        });
    }

    private void whenAddressed(Consumer<URI> what) {
        boolean passed = gate.pass(() -> {
            if (loss == null && inbox != null) {
                what.accept(inbox);
            }
        });
        if (!passed) {
            lose(new Loss(
                    Loss.Cause.STALLED, "more than " + Gate.WAITING_MAX + " messages wait for the server's address"));
        }
    }

    private void end(RpcId id, Event event) {
        Exchange exchange = open.remove(id);
        if (exchange != null) {
            exchange.offer(event);
        }
    }

    private void lose(Loss why) {
        finish(why, () -> listener.lost(why));
    }

    private void finish(Loss why, Runnable telling) {
        if (loss != null) {
            return;
        }
        loss = why;
        boolean sent = inbox != null;
        gate.open();
        if (stream != null) {
            stream.abandon();
        }
        try {
            telling.run();
        } finally {
            List.copyOf(open.keySet()).forEach(id -> end(id, new Event.Lost(why, sent)));
        }
    }

    private void onLoop(Runnable what) {
        loop.runOnContext(_ -> what.run());
    }

    private final class Inbound implements HttpCall.Hearer {
        private final Turn<EndpointClient> turn;
        private final Set<EndpointClient> tried;

        Inbound(Turn<EndpointClient> turn, Set<EndpointClient> tried) {
            this.turn = turn;
            this.tried = tried;
        }

        @Override
        public void streaming(MultiMap headers) {
            turn.succeeded();
        }

        @Override
        public void event(String type, byte[] data) {
            if (type.equals("endpoint") && inbox == null) {
                addressed(new String(data, StandardCharsets.UTF_8));
            } else if (type.equals("message") && data.length > 0) {
                message(data);
            }
        }

        @Override
        public void ended(HttpCall.Outcome how) {
            switch (how) {
                case HttpCall.Outcome.StreamEnded _ -> lose(new Loss(Loss.Cause.GONE, "the stream ended"));
                case HttpCall.Outcome.Whole answer ->
                    refused(
                            answer.good()
                                    ? Refusals.misbehaved("HTTP " + answer.status() + " without a stream")
                                    : Refusals.of(answer, false));
                case HttpCall.Outcome.Failed(Loss why, boolean _) -> refused(why);
            }
        }

        /// Nothing has been sent yet, so another may do.
        private void refused(Loss why) {
            if (why.cause() != Loss.Cause.GONE) {
                turn.undecided();
                lose(why);
                return;
            }
            turn.failed();
            boolean others =
                    replicas.standings().stream().anyMatch(each -> !each.ejected() && !tried.contains(each.replica()));
            if (others && loss == null) {
                open(tried);
            } else {
                lose(why);
            }
        }

        private void addressed(String reference) {
            // Credentials go along, so only to where they were given for.
            Optional<URI> to = Origins.resolve(turn.replica().target(), reference);
            if (to.isEmpty()) {
                lose(Refusals.misbehaved("the server wants messages at another origin"));
                return;
            }
            inbox = to.get();
            home = turn.replica();
            gate.open();
        }

        private void message(byte[] json) {
            try {
                switch (Message.parse(json)) {
                    case Message.Notification progress
                    when OpenRequests.isProgress(progress) ->
                        OpenRequests.progressToken(progress)
                                .map(open::get)
                                .ifPresent(known -> known.offer(new Event.Told(progress)));
                    case Message.Notification notification -> listener.heard(notification);
                    case Message.Request request -> listener.asked(request);
                    case Message.Response response -> end(response.id(), new Event.Answered(response));
                }
            } catch (MalformedMessage e) {
                lose(Refusals.misbehaved(String.valueOf(e.getMessage())));
            }
        }
    }
}
