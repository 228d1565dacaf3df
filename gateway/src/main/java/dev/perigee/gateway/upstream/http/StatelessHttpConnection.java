package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Exchange.Event;
import dev.perigee.gateway.upstream.Loss;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/// HTTP as of 2026-07-28: each request is a POST of its own to any of the replicas, with no session around it and no
/// way to resume; it is cancelled by closing its stream. What surely was not sent goes to another replica. Nothing but
/// `close` ends the conversation, and the listener hears nothing. Thread-safe: all happens on the event loop.
public final class StatelessHttpConnection implements Connection {
    private final Context loop;
    private final ReplicaSet<EndpointClient> replicas;
    private final String version;
    private final Function<Message.Request, Map<String, String>> mirrored;
    private final OpenRequests requests = new OpenRequests();
    private final Map<PostedRequest, Stay> stays = new HashMap<>();

    /// Where a request is, and where it was in vain.
    private record Stay(Turn<EndpointClient> turn, Set<EndpointClient> tried) {}

    /// `version` is for messages that name none in `_meta`; `mirrored` gives the `Mcp-Param-…` headers that a
    /// tool's definition asks for.
    public StatelessHttpConnection(
            Context loop,
            ReplicaSet<EndpointClient> replicas,
            String version,
            Function<Message.Request, Map<String, String>> mirrored) {
        this.loop = loop;
        this.replicas = replicas;
        this.version = version;
        this.mirrored = mirrored;
    }

    @Override
    public Exchange begin(Message.Request request) {
        Exchange exchange = new Exchange(request.id());
        Stateless conversation = new Stateless(mirrored.apply(request));
        loop.runOnContext(_ -> begin(request, exchange, conversation));
        return exchange;
    }

    @Override
    public void send(Message.Notification notification) {
        loop.runOnContext(
                _ -> OpenRequests.cancelled(notification).ifPresentOrElse(requests::cancel, () -> tell(notification)));
    }

    /// A server of this kind asks nothing, so there is nothing to answer.
    @Override
    public void answer(Message.Response response) {}

    @Override
    public void close() {
        CountDownLatch done = new CountDownLatch(1);
        loop.runOnContext(_ -> {
            requests.lose(OpenRequests.CLOSED);
            done.countDown();
        });
        Closing.await(done);
    }

    private void begin(Message.Request request, Exchange exchange, Stateless conversation) {
        switch (replicas.choose(Set.of())) {
            case ReplicaSet.Choice.Chosen<EndpointClient>(Turn<EndpointClient> turn) -> {
                PostedRequest posted = new PostedRequest(turn.replica(), request, exchange, conversation);
                stays.put(posted, new Stay(turn, Set.of()));
                if (!requests.begin(posted, exchange)) {
                    stays.remove(posted);
                    turn.undecided();
                }
            }
            case ReplicaSet.Choice.NoneLeft<EndpointClient>(Duration retryAfter) ->
                exchange.offer(new Event.Lost(
                        new Loss(Loss.Cause.GONE, "no replica is fit; the next is tried in " + retryAfter), false));
        }
    }

    private void tell(Message.Notification notification) {
        if (requests.over()) {
            return;
        }
        if (replicas.choose(Set.of()) instanceof ReplicaSet.Choice.Chosen<EndpointClient>(Turn<EndpointClient> turn)) {
            EndpointClient to = turn.replica();
            to.start(
                    Orders.tell(to.target(), MirroredHeaders.of(notification, version), notification),
                    new Acceptance(verdict -> told(turn, verdict)));
        }
    }

    private static void told(Turn<EndpointClient> turn, Acceptance.Verdict verdict) {
        switch (verdict) {
            case Acceptance.Verdict.Taken _ -> turn.succeeded();
            case Acceptance.Verdict.Refused _ -> turn.undecided();
            case Acceptance.Verdict.Undeliverable _ -> turn.failed();
        }
    }

    private static void ended(Turn<EndpointClient> turn, Event how) {
        switch (how) {
            case Event.Answered _ -> turn.succeeded();
            case Event.Told _, Event.Asked _ -> turn.undecided();
            case Event.Lost(Loss why, boolean _) -> {
                switch (why.cause()) {
                    case GONE, STALLED -> turn.failed();
                    case CLOSED, UNAUTHORIZED, SESSION_UNKNOWN, MISBEHAVED, NOT_STARTED, UNAVAILABLE ->
                        turn.undecided();
                }
            }
        }
    }

    /// What surrounds one request: only the headers that its tool asks for.
    private final class Stateless implements PostedRequest.Conversation {
        private final Map<String, String> parameters;

        Stateless(Map<String, String> parameters) {
            this.parameters = parameters;
        }

        @Override
        public HttpCall.Order post(EndpointClient to, Message.Request request) {
            Map<String, String> headers = new LinkedHashMap<>(parameters);
            headers.putAll(MirroredHeaders.of(request, version));
            return Orders.post(to.target(), headers, request);
        }

        @Override
        public Optional<HttpCall.Order> resume(String lastEventId) {
            return Optional.empty();
        }

        @Override
        public void accepted(Message.Request request, MultiMap headers) {}

        @Override
        public void answered(Message.Request request, Message.Response response) {}

        @Override
        public boolean hasSession() {
            return false;
        }

        @Override
        public void sessionUnknown(Loss why) {}

        @Override
        public boolean takesRequests() {
            return false;
        }

        @Override
        public Optional<EndpointClient> elsewhere(PostedRequest request) {
            Stay stay = stays.get(request);
            if (stay == null) {
                return Optional.empty();
            }
            Set<EndpointClient> tried = new HashSet<>(stay.tried());
            tried.add(stay.turn().replica());
            return switch (replicas.choose(tried)) {
                case ReplicaSet.Choice.Chosen<EndpointClient>(Turn<EndpointClient> turn) -> {
                    stay.turn().failed();
                    stays.put(request, new Stay(turn, tried));
                    yield Optional.of(turn.replica());
                }
                case ReplicaSet.Choice.NoneLeft<EndpointClient> _ -> Optional.empty();
            };
        }

        @Override
        public void ended(PostedRequest request, Event how) {
            requests.ended(request);
            Stay stay = stays.remove(request);
            if (stay != null) {
                StatelessHttpConnection.ended(stay.turn(), how);
            }
        }
    }
}
