package dev.perigee.gateway.upstream;

import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/// A connection that notes what use is made of it.
final class WatchedConnection implements Connection {
    private final Connection connection;
    private final Usage usage;

    WatchedConnection(Connection connection, Usage usage) {
        this.connection = connection;
        this.usage = usage;
    }

    @Override
    public Exchange begin(Message.Request request) {
        Exchange exchange = connection.begin(request);
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
        connection.send(notification);
    }

    @Override
    public void answer(Message.Response response) {
        connection.answer(response);
    }

    @Override
    public OptionalLong process() {
        return connection.process();
    }

    @Override
    public void close() {
        connection.close();
    }
}
