package dev.perigee.gateway.upstream;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import java.util.concurrent.atomic.AtomicLong;

/// A connection on which every request has an id that no other has had. Thread-safe.
final class Sending {
    private final Connection connection;
    private final AtomicLong lastId = new AtomicLong();

    Sending(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    RpcId nextId() {
        return RpcId.of(lastId.incrementAndGet());
    }

    Exchange begin(String method, JsonObject params) {
        RpcId id = nextId();
        JsonObject own = params.object("_meta")
                .filter(meta -> meta.has("progressToken"))
                .map(meta -> params.with("_meta", meta.with("progressToken", id.bytes())))
                .orElse(params);
        return connection.begin(Message.Request.of(id, method, own));
    }

    void cancel(Exchange exchange, String reason) {
        connection.send(Message.Notification.of(
                "notifications/cancelled",
                JsonObject.EMPTY.with("requestId", exchange.id().bytes()).with("reason", reason)));
    }
}
