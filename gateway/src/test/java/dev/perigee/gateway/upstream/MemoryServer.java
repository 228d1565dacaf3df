package dev.perigee.gateway.upstream;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.rpc.RpcId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/// An MCP server in this JVM. What it does with a request is scripted by method; each conversation is recorded.
public final class MemoryServer implements Connector {
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final List<Talk> talks = new CopyOnWriteArrayList<>();
    private volatile BiConsumer<Talk, Message.Response> answered = (_, _) -> {};

    /// Does something with a request: answers it through the talk, or not.
    @FunctionalInterface
    public interface Handler {
        void handle(Talk talk, Message.Request request);
    }

    public MemoryServer(String capabilities) {
        on("initialize", greeting(capabilities));
    }

    /// What one of the legacy era answers to `initialize`.
    public static String greeting(String capabilities) {
        return "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":" + capabilities
                + ",\"serverInfo\":{\"name\":\"memory\",\"version\":\"1\"}}";
    }

    private MemoryServer() {}

    /// One of the modern era, which tells of changes of its lists when it is asked to.
    public static MemoryServer modern(String capabilities) {
        return new MemoryServer()
                .on(
                        "server/discover",
                        "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":"
                                + capabilities
                                + ",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"memory\",\"version\":\"2\"}}}")
                .on(
                        "subscriptions/listen",
                        (talk, request) ->
                                talk.tell(request, "notifications/subscriptions/acknowledged", JsonObject.EMPTY));
    }

    public MemoryServer on(String method, Handler handler) {
        handlers.put(method, handler);
        return this;
    }

    /// Answers every request of that method with the same result.
    public MemoryServer on(String method, String result) {
        return on(method, (talk, request) -> talk.answer(request, JsonObject.of(result)));
    }

    /// Does something with the answers to what it asked.
    public void onResponse(BiConsumer<Talk, Message.Response> handler) {
        answered = handler;
    }

    public List<Talk> talks() {
        return List.copyOf(talks);
    }

    @Override
    public Connection connect(Connection.Listener listener) {
        Talk talk = new Talk(listener);
        talks.add(talk);
        return talk;
    }

    /// One conversation; `this` guards what is recorded.
    public final class Talk implements Connection {
        private final Listener listener;
        private final Map<RpcId, Exchange> exchanges = new ConcurrentHashMap<>();
        private final List<Message> received = new ArrayList<>();
        private boolean closed;

        Talk(Listener listener) {
            this.listener = listener;
        }

        public Listener listener() {
            return listener;
        }

        public synchronized List<Message> received() {
            return List.copyOf(received);
        }

        public synchronized boolean isClosed() {
            return closed;
        }

        @Override
        public Exchange begin(Message.Request request) {
            note(request);
            Exchange exchange = new Exchange(request.id());
            exchanges.put(request.id(), exchange);
            Handler handler = handlers.getOrDefault(
                    request.method(),
                    (talk, unknown) -> talk.end(
                            unknown,
                            Message.Response.of(
                                    unknown.id(), new RpcError(RpcError.METHOD_NOT_FOUND, unknown.method()))));
            handler.handle(this, request);
            return exchange;
        }

        @Override
        public void send(Message.Notification notification) {
            note(notification);
        }

        @Override
        public void answer(Message.Response response) {
            note(response);
            answered.accept(this, response);
        }

        /// The requests of that method, in their order.
        public List<Message.Request> requests(String method) {
            return received().stream()
                    .filter(Message.Request.class::isInstance)
                    .map(Message.Request.class::cast)
                    .filter(request -> request.method().equals(method))
                    .toList();
        }

        /// Says something within a request.
        public void tell(Message.Request request, String method, JsonObject params) {
            exchange(request).offer(new Exchange.Event.Told(Message.Notification.of(method, params)));
        }

        /// Asks something within a request.
        public void ask(Message.Request request, String question, String method) {
            exchange(request)
                    .offer(new Exchange.Event.Asked(Message.Request.of(RpcId.of(question), method, JsonObject.EMPTY)));
        }

        public void answer(Message.Request request, JsonObject result) {
            end(request, Message.Response.of(request.id(), result));
        }

        public void end(Message.Request request, Message.Response response) {
            exchange(request).offer(new Exchange.Event.Answered(response));
        }

        public Exchange exchange(Message.Request request) {
            return Objects.requireNonNull(exchanges.get(request.id()));
        }

        /// As when the process dies.
        public void die() {
            Loss gone = new Loss(Loss.Cause.GONE, "exit code 1");
            listener.lost(gone);
            exchanges.values().forEach(exchange -> exchange.offer(new Exchange.Event.Lost(gone, true)));
        }

        @Override
        public void close() {
            synchronized (this) {
                closed = true;
            }
            Loss over = new Loss(Loss.Cause.CLOSED, "closed");
            exchanges.values().forEach(exchange -> exchange.offer(new Exchange.Event.Lost(over, true)));
        }

        private synchronized void note(Message message) {
            received.add(message);
        }
    }
}
