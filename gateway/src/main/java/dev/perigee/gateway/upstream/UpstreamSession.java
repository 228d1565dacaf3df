package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.Capability;
import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A conversation with a server in which both have said what they can do. Gives each request an id of its own, so
/// that many clients can share it. Thread-safe.
public final class UpstreamSession implements AutoCloseable {
    private static final JsonObject NONE = JsonObject.EMPTY;

    private final Connection connection;
    private final Greeting greeting;
    private final AtomicLong lastId;

    /// What the server said of itself: its capabilities, name and instructions, and the version that both speak.
    public record Greeting(ProtocolVersion version, JsonObject result) {
        public boolean offers(Capability capability) {
            return result.object("capabilities")
                    .filter(all -> all.has(capability.wireName()))
                    .isPresent();
        }
    }

    private UpstreamSession(Connection connection, Greeting greeting, AtomicLong lastId) {
        this.connection = connection;
        this.greeting = greeting;
        this.lastId = lastId;
    }

    /// Opens a legacy conversation in the name of `client`, within `max`. Throws `ConnectFailed`; then nothing is
    /// left.
    static UpstreamSession open(Connector connector, ClientProfile client, Connection.Listener listener, Duration max)
            throws ConnectFailed, InterruptedException {
        Connection connection = connector.connect(listener);
        boolean open = false;
        try {
            AtomicLong lastId = new AtomicLong();
            JsonObject params = JsonObject.EMPTY
                    .with("protocolVersion", ProtocolVersion.LATEST_LEGACY.wireName())
                    .with("capabilities", client.capabilities())
                    .with("clientInfo", client.info());
            Exchange exchange =
                    connection.begin(Message.Request.of(RpcId.of(lastId.incrementAndGet()), "initialize", params));
            Greeting greeting = greeting(exchange, max);
            connection.send(Message.Notification.of("notifications/initialized", NONE));
            open = true;
            return new UpstreamSession(connection, greeting, lastId);
        } finally {
            if (!open) {
                connection.close();
            }
        }
    }

    public Greeting greeting() {
        return greeting;
    }

    /// Sends a request. Where it wants to hear of progress, the server is given the exchange's id as the token,
    /// since clients that share the session may have chosen the same one.
    public Exchange begin(String method, JsonObject params) {
        RpcId id = RpcId.of(lastId.incrementAndGet());
        JsonObject own = params.object("_meta")
                .filter(meta -> meta.has("progressToken"))
                .map(meta -> params.with("_meta", meta.with("progressToken", id.bytes())))
                .orElse(params);
        return connection.begin(Message.Request.of(id, method, own));
    }

    public void send(Message.Notification notification) {
        connection.send(notification);
    }

    public void answer(Message.Response response) {
        connection.answer(response);
    }

    /// Tells the server that nobody waits for an exchange any more.
    public void cancel(Exchange exchange, String reason) {
        connection.send(Message.Notification.of(
                "notifications/cancelled",
                NONE.with("requestId", exchange.id().bytes()).with("reason", reason)));
    }

    @Override
    public void close() {
        connection.close();
    }

    private static Greeting greeting(Exchange exchange, Duration max) throws ConnectFailed, InterruptedException {
        Optional<Exchange.Event> event = exchange.next(max);
        while (event.isPresent()) {
            switch (event.get()) {
                case Exchange.Event.Told _, Exchange.Event.Asked _ -> event = exchange.next(max);
                case Exchange.Event.Lost lost -> throw new ConnectFailed(lost.why());
                case Exchange.Event.Answered(Message.Response response) -> {
                    return greeting(response);
                }
            }
        }
        throw new ConnectFailed(
                new Loss(Loss.Cause.STALLED, "no answer to initialize within " + max.toSeconds() + " s"));
    }

    private static Greeting greeting(Message.Response response) throws ConnectFailed {
        JsonObject result = response.result().orElse(null);
        if (result == null) {
            throw misbehaved("initialize was answered with " + response.json());
        }
        String named = result.string("protocolVersion").orElse("");
        ProtocolVersion version = ProtocolVersion.of(named)
                .filter(known -> known.era() == ProtocolVersion.Era.LEGACY)
                .orElse(null);
        if (version == null) {
            throw misbehaved("it speaks protocol version \"" + named + "\": expected one up to "
                    + ProtocolVersion.LATEST_LEGACY.wireName());
        }
        return new Greeting(version, result);
    }

    private static ConnectFailed misbehaved(String how) {
        return new ConnectFailed(new Loss(Loss.Cause.MISBEHAVED, how.length() <= 500 ? how : how.substring(0, 500)));
    }
}
