package dev.perigee.gateway.upstream;

import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import java.nio.charset.StandardCharsets;

/// A connection that notes what use is made of it.
final class WatchedConnection extends ForwardingConnection {
    private final Usage usage;

    WatchedConnection(Connection connection, Usage usage) {
        super(connection);
        this.usage = usage;
    }

    @Override
    public Exchange begin(Message.Request request) {
        Exchange exchange = super.begin(request);
        usage.began(request, exchange);
        return exchange;
    }

    @Override
    public void send(Message.Notification notification) {
        if (notification.method().equals("notifications/cancelled")) {
            notification
                    .params()
                    .value("requestId")
                    .ifPresent(id -> usage.cancelled(new RpcId(new String(id, StandardCharsets.UTF_8))));
        }
        super.send(notification);
    }
}
