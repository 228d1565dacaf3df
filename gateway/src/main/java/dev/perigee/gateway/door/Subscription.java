package dev.perigee.gateway.door;

import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.mcp.RequestMeta;
import dev.perigee.gateway.rpc.JsonArray;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamClient;
import dev.perigee.gateway.upstream.UpstreamSession;
import dev.perigee.http.Call;
import dev.perigee.http.EventStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client that listens: it is told what it asked for, of every server in its view, tagged with its request's
/// id. A server that is lost is joined again, and what may have changed meanwhile is told. Thread-safe.
final class Subscription implements UpstreamClient {
    private static final Logger log = LoggerFactory.getLogger(Subscription.class);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final int BACKOFF_SECONDS_MAX = 30;
    private static final Map<String, String> WANTED_BY = Map.of(
            "notifications/tools/list_changed", "toolsListChanged",
            "notifications/prompts/list_changed", "promptsListChanged",
            "notifications/resources/list_changed", "resourcesListChanged");
    private static final String UPDATED = "notifications/resources/updated";

    private final String id;
    private final Message.Request request;
    private final Surroundings around;
    private final View view;
    private final Caller caller;
    private final JsonObject wanted;
    private final ClientStream stream = ClientStream.once();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<String, Upstream> resources = new ConcurrentHashMap<>();
    private final Set<Upstream> joined = ConcurrentHashMap.newKeySet();

    Subscription(String id, Message.Request request, Surroundings around, View view, Caller caller) {
        this.id = id;
        this.request = request;
        this.around = around;
        this.view = view;
        this.caller = caller;
        this.wanted = request.params().object("notifications").orElse(JsonObject.EMPTY);
    }

    /// Begins to listen to the servers, side by side; those that take longer than `max` come later.
    void join(List<Upstream> servers, Duration max) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(servers.size());
        servers.forEach(server -> Thread.ofVirtual().name("mcp-subscribe").start(() -> {
            try {
                if (!join(server)) {
                    joinLater(server);
                }
            } finally {
                ready.countDown();
            }
        }));
        long deadline = around.clock().instant().plus(max).toEpochMilli();
        boolean _ = ready.await(max.toMillis(), TimeUnit.MILLISECONDS);
        for (String uri : wanted.strings("resourceSubscriptions")) {
            if (around.clock().instant().toEpochMilli() < deadline) {
                watch(uri, servers);
            }
        }
        stream.push(tagged(Message.Notification.of(
                "notifications/subscriptions/acknowledged", JsonObject.EMPTY.with("notifications", granted()))));
    }

    void tellThrough(Call call) {
        EventStream events = call.stream(stream.readAfter(0));
        events.open();
        stream.hintThrough(events);
    }

    /// Servers are there, gone, or others: those that are there are joined.
    void listsChanged(Collection<ServerName> servers) {
        for (ServerName name : servers) {
            if (view.has(name, caller)) {
                around.upstreams()
                        .find(name)
                        .filter(server -> !joined.contains(server))
                        .ifPresentOrElse(
                                server -> joinAfter(server, 0),
                                () -> Catalog.Kind.changes().forEach(change -> heard(name, change)));
            }
        }
    }

    void end() {
        over.countDown();
        resources.forEach((uri, server) -> around.watches().remove(server, uri, this));
        joined.forEach(server -> server.leave(this));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ClientProfile profile() {
        return new ClientProfile(JsonObject.EMPTY, Greeter.INFO);
    }

    @Override
    public void heard(ServerName server, Message.Notification notification) {
        String kind = WANTED_BY.get(notification.method());
        boolean listChange = kind != null && wanted.isTrue(kind);
        boolean update = notification.method().equals(UPDATED)
                && notification
                        .params()
                        .string("uri")
                        .filter(resources::containsKey)
                        .isPresent();
        if ((listChange || update) && stream.push(tagged(notification)) > 0) {
            log.atDebug().addKeyValue("client", id).log("a client takes nothing; older changes are dropped");
        }
    }

    @Override
    public void asked(ServerName server, Message.Request question, UpstreamSession session) {
        session.answer(
                Message.Response.of(question.id(), new RpcError(RpcError.METHOD_NOT_FOUND, "the client only listens")));
    }

    @Override
    public void lost(ServerName server, Loss why) {
        around.upstreams().find(server).ifPresent(this::joinLater);
    }

    private boolean join(Upstream server) {
        try {
            joined.add(server);
            server.session(this);
            leaveIfOver(server);
            return true;
        } catch (ConnectFailed e) {
            log.atDebug().addKeyValue("server", server.name()).log("cannot listen yet: {}", e.getMessage());
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Who ended it meanwhile may have passed by before it had joined.
    private void leaveIfOver(Upstream server) {
        if (over.getCount() == 0) {
            server.leave(this);
        }
    }

    private void joinLater(Upstream server) {
        joinAfter(server, 1);
    }

    private void joinAfter(Upstream server, int pause) {
        Thread.ofVirtual().name("mcp-subscribe").start(() -> {
            try {
                int seconds = pause;
                while (!over.await(seconds, TimeUnit.SECONDS)) {
                    if (join(server)) {
                        catchUp(server);
                        return;
                    }
                    seconds = Math.clamp(seconds * 2L, 1, BACKOFF_SECONDS_MAX);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Whatever the client follows of it may have changed while nobody listened.
    private void catchUp(Upstream server) throws InterruptedException {
        for (Map.Entry<String, Upstream> resource : resources.entrySet()) {
            if (resource.getValue() == server) {
                subscribe(resource.getKey(), server);
                heard(server.name(), Message.Notification.of(UPDATED, JsonObject.EMPTY.with("uri", resource.getKey())));
            }
        }
        WANTED_BY.keySet().forEach(change -> heard(server.name(), Message.Notification.of(change, JsonObject.EMPTY)));
    }

    private void watch(String uri, List<Upstream> servers) throws InterruptedException {
        Message.Request asked =
                Message.Request.of(RpcId.of(0), "resources/subscribe", JsonObject.EMPTY.with("uri", uri));
        if (around.routing().route(asked, servers, view, this)
                instanceof Routing.Route.ToServer(Upstream server, var _)) {
            if (!around.watches().add(server, uri, this)) {
                return;
            }
            if (subscribe(uri, server)) {
                resources.put(uri, server);
            } else {
                around.watches().forget(server, uri, this);
            }
            if (over.getCount() == 0) {
                around.watches().remove(server, uri, this);
                server.leave(this);
            }
        }
    }

    private boolean subscribe(String uri, Upstream server) throws InterruptedException {
        try {
            Exchange exchange = server.session(this).begin("resources/subscribe", JsonObject.EMPTY.with("uri", uri));
            Optional<Exchange.Event> event = exchange.next(ANSWER_MAX);
            while (event.isPresent() && event.get() instanceof Exchange.Event.Told) {
                event = exchange.next(ANSWER_MAX);
            }
            return event.isPresent()
                    && event.get() instanceof Exchange.Event.Answered(Message.Response response)
                    && !response.failed();
        } catch (ConnectFailed _) {
            return false;
        }
    }

    /// What of the wish is fulfilled.
    private JsonObject granted() {
        JsonObject granted = JsonObject.EMPTY;
        for (String name : wanted.names()) {
            if (name.equals("resourceSubscriptions")) {
                granted = granted.with(
                        name,
                        JsonArray.ofStrings(wanted.strings(name).stream()
                                .filter(resources::containsKey)
                                .toList()));
            } else if (WANTED_BY.containsValue(name)) {
                granted = granted.with(name, wanted.isTrue(name));
            }
        }
        return granted;
    }

    private Message.Notification tagged(Message.Notification notification) {
        JsonObject params = notification.params();
        JsonObject meta = RequestMeta.of(params)
                .with(RequestMeta.SUBSCRIPTION, request.id().bytes());
        return notification.withParams(params.with("_meta", meta));
    }
}
