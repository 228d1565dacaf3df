package dev.perigee.gateway.upstream;

import dev.perigee.gateway.rpc.Message;
import java.util.OptionalLong;

/// A connection that is another one, but for what a subclass does in its own way. As thread-safe as that one.
public abstract class ForwardingConnection implements Connection {
    private final Connection inner;

    protected ForwardingConnection(Connection inner) {
        this.inner = inner;
    }

    @Override
    public Exchange begin(Message.Request request) {
        return inner.begin(request);
    }

    @Override
    public void send(Message.Notification notification) {
        inner.send(notification);
    }

    @Override
    public void answer(Message.Response response) {
        inner.answer(response);
    }

    @Override
    public OptionalLong process() {
        return inner.process();
    }

    @Override
    public void close() {
        inner.close();
    }
}
