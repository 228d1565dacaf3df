package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.Capability;
import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.mcp.LogLevel;
import dev.perigee.gateway.mcp.RequestMeta;
import dev.perigee.gateway.rpc.JsonArray;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.rpc.RpcId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Talks to a server of the modern era, for which each request stands for itself. A request that says in `_meta`
/// of which client it is goes through as it is; any other is bridged: what a session of the legacy era would keep
/// (level of logs, subscriptions) is kept here, and what the server wants to know is asked as it was in that era.
/// Thread-safe.
final class ModernSession implements UpstreamSession {
    private static final int SUBSCRIPTIONS_MAX = 64;

    private final Sending sending;
    private final Greeting greeting;
    private final ClientProfile client;
    private final Connection.Listener listener;
    private final Map<RpcId, BridgedCall> calls = new ConcurrentHashMap<>();
    private final Map<RpcId, BridgedCall> questions = new ConcurrentHashMap<>();
    private final Map<String, ChangeFeed> subscriptions = new ConcurrentHashMap<>();
    private final ChangeFeed lists;
    private volatile LogLevel level = LogLevel.INFO;

    ModernSession(Sending sending, Greeting greeting, ClientProfile client, Connection.Listener listener) {
        this.sending = sending;
        this.greeting = greeting;
        this.client = client;
        this.listener = listener;
        this.lists = new ChangeFeed(this::listen, listener, changing(greeting));
        lists.start();
    }

    /// Waits until the server tells of changes, but no longer than `max`.
    void awaitListening(Duration max) throws InterruptedException {
        if (!changing(greeting).names().isEmpty()) {
            CountDownLatch decided = new CountDownLatch(1);
            lists.onceAcknowledged(_ -> decided.countDown());
            boolean _ = decided.await(max.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public Greeting greeting() {
        return greeting;
    }

    @Override
    public Exchange begin(String method, JsonObject params) {
        if (RequestMeta.version(params).isPresent()) {
            return sending.begin(method, params);
        }
        return switch (method) {
            case "ping" -> answered(JsonObject.EMPTY);
            case "logging/setLevel" -> setLevel(params);
            case "resources/subscribe" -> subscribe(params.string("uri").orElse(""));
            case "resources/unsubscribe" -> unsubscribe(params.string("uri").orElse(""));
            default -> bridged(method, params);
        };
    }

    /// A server of this era is told nothing but that a request is cancelled.
    @Override
    public void send(Message.Notification notification) {}

    @Override
    public void answer(Message.Response response) {
        BridgedCall call = questions.remove(response.id());
        if (call != null) {
            call.answered(response);
        }
    }

    @Override
    public void cancel(Exchange exchange, String reason) {
        BridgedCall call = calls.get(exchange.id());
        if (call == null) {
            sending.cancel(exchange, reason);
        } else {
            call.cancel(reason);
        }
    }

    /// The connection is over, and with it what was told on it.
    void stopListening() {
        lists.stop();
        subscriptions.values().forEach(ChangeFeed::stop);
    }

    @Override
    public void close() {
        stopListening();
        List.copyOf(calls.values()).forEach(call -> call.cancel("the conversation is over"));
        sending.connection().close();
    }

    private Exchange bridged(String method, JsonObject params) {
        BridgedCall call = new BridgedCall(sending, method, filled(params), new BridgedCall.Ledger() {
            @Override
            public void asked(RpcId question, BridgedCall of) {
                questions.put(question, of);
            }

            @Override
            public void ended(BridgedCall of) {
                calls.remove(of.exchange().id());
                questions.values().removeIf(of::equals);
            }
        });
        calls.put(call.exchange().id(), call);
        call.start();
        return call.exchange();
    }

    private JsonObject filled(JsonObject params) {
        JsonObject full = RequestMeta.filled(params, client);
        return greeting.offers(Capability.LOGGING)
                ? full.with("_meta", RequestMeta.of(full).with(RequestMeta.LOG_LEVEL, level.wireName()))
                : full;
    }

    private Exchange setLevel(JsonObject params) {
        String named = params.string("level").orElse("");
        if (!greeting.offers(Capability.LOGGING)) {
            return refused(RpcError.METHOD_NOT_FOUND, "the server does not log to its clients");
        }
        return LogLevel.of(named)
                .map(known -> {
                    level = known;
                    return answered(JsonObject.EMPTY);
                })
                .orElseGet(() -> refused(
                        RpcError.INVALID_PARAMS, "level \"" + named + "\": expected one of debug to emergency"));
    }

    private Exchange subscribe(String uri) {
        if (subscriptions.size() >= SUBSCRIPTIONS_MAX && !subscriptions.containsKey(uri)) {
            return refused(
                    RpcError.INVALID_PARAMS,
                    "uri \"" + uri + "\": expected at most " + SUBSCRIPTIONS_MAX + " subscriptions at a time");
        }
        ChangeFeed feed = subscriptions.computeIfAbsent(
                uri,
                _ -> new ChangeFeed(
                        this::listen,
                        listener,
                        JsonObject.EMPTY.with("resourceSubscriptions", JsonArray.ofStrings(List.of(uri)))));
        Exchange exchange = new Exchange(sending.nextId());
        feed.onceAcknowledged(outcome -> exchange.offer(new Exchange.Event.Answered(
                switch (outcome) {
                    case ChangeFeed.Outcome.Listening _ -> Message.Response.of(exchange.id(), JsonObject.EMPTY);
                    case ChangeFeed.Outcome.Refused(RpcError error) -> {
                        subscriptions.remove(uri, feed);
                        yield Message.Response.of(exchange.id(), error);
                    }
                })));
        feed.start();
        return exchange;
    }

    private Exchange unsubscribe(String uri) {
        ChangeFeed feed = subscriptions.remove(uri);
        if (feed != null) {
            feed.stop();
        }
        return answered(JsonObject.EMPTY);
    }

    private ChangeFeed.Line listen(JsonObject notifications) {
        Exchange exchange = sending.begin(
                "subscriptions/listen",
                RequestMeta.filled(JsonObject.EMPTY.with("notifications", notifications), client));
        return new ChangeFeed.Line(exchange, () -> sending.cancel(exchange, "nobody listens any more"));
    }

    private Exchange answered(JsonObject result) {
        Exchange exchange = new Exchange(sending.nextId());
        exchange.offer(new Exchange.Event.Answered(Message.Response.of(exchange.id(), result)));
        return exchange;
    }

    private Exchange refused(int code, String why) {
        Exchange exchange = new Exchange(sending.nextId());
        exchange.offer(new Exchange.Event.Answered(Message.Response.of(exchange.id(), new RpcError(code, why))));
        return exchange;
    }

    /// What the server says may change, as it is asked to tell of it.
    private static JsonObject changing(Greeting greeting) {
        JsonObject all = greeting.result().object("capabilities").orElse(JsonObject.EMPTY);
        JsonObject wanted = JsonObject.EMPTY;
        for (Capability each : List.of(Capability.TOOLS, Capability.PROMPTS, Capability.RESOURCES)) {
            if (all.object(each.wireName())
                    .filter(it -> it.isTrue("listChanged"))
                    .isPresent()) {
                wanted = wanted.with(each.wireName() + "ListChanged", true);
            }
        }
        return wanted;
    }
}
