package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Exchange.Event;
import dev.perigee.gateway.upstream.Loss;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// HTTP as of 2026-07-28: each request is a POST of its own to any of the replicas, with no session around it and no
/// way to resume; it is cancelled by closing its stream. What fails goes to another replica if it may. Nothing but
/// `close` ends the conversation, and the listener hears nothing. Thread-safe: all happens on the event loop.
public final class StatelessHttpConnection implements Connection {
    private final Context loop;
    private final ReplicaSet<EndpointClient> replicas;
    private final String version;
    private final Mirroring mirroring;
    private final OpenRequests requests = new OpenRequests();
    private final Stays stays;

    /// The `Mcp-Param-…` headers that tools' definitions ask for. Thread-safe.
    @FunctionalInterface
    public interface Mirroring {
        Map<String, String> headers(Message.Request request);

        /// A response is about to be handed on.
        default void answered(Message.Request request, Message.Response response) {}
    }

    /// `version` is for messages that name none in `_meta`.
    public StatelessHttpConnection(
            Context loop, ReplicaSet<EndpointClient> replicas, String version, Mirroring mirroring) {
        this.loop = loop;
        this.replicas = replicas;
        this.version = version;
        this.mirroring = mirroring;
        this.stays = new Stays(replicas);
    }

    @Override
    public Exchange begin(Message.Request request) {
        Exchange exchange = new Exchange(request.id());
        Stateless conversation = new Stateless(mirroring.headers(request));
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
            requests.close();
            done.countDown();
        });
        Closing.await(done);
    }

    private void begin(Message.Request request, Exchange exchange, Stateless conversation) {
        switch (replicas.choose(Set.of())) {
            case ReplicaSet.Choice.Chosen<EndpointClient>(Turn<EndpointClient> turn) -> {
                PostedRequest posted = new PostedRequest(turn.replica(), request, exchange, conversation);
                stays.begun(posted, turn);
                if (!requests.begin(posted, exchange)) {
                    stays.dropped(posted);
                }
            }
            case ReplicaSet.Choice.NoneLeft<EndpointClient>(Duration retryAfter) ->
                exchange.offer(new Event.Lost(Stays.noneFit(retryAfter), false));
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
                    new Acceptance(verdict -> Stays.told(turn, verdict)));
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
        public Optional<HttpCall.Order> resume(EndpointClient at, String lastEventId) {
            return Optional.empty();
        }

        @Override
        public void accepted(PostedRequest request, MultiMap headers) {
            stays.accepted(request);
        }

        @Override
        public void answered(Message.Request request, Message.Response response) {
            mirroring.answered(request, response);
        }

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
        public Optional<EndpointClient> elsewhere(PostedRequest request, PostedRequest.Setback setback) {
            return stays.elsewhere(request, setback);
        }

        @Override
        public void ended(PostedRequest request, Event how) {
            requests.ended(request);
            stays.ended(request, how);
        }
    }
}
