package dev.perigee.gateway.upstream;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;

/// A session of the legacy era, which began with a handshake: the server asks by requests of its own.
final class LegacySession implements UpstreamSession {
    private final Sending sending;
    private final Greeting greeting;

    LegacySession(Sending sending, Greeting greeting) {
        this.sending = sending;
        this.greeting = greeting;
    }

    @Override
    public Greeting greeting() {
        return greeting;
    }

    @Override
    public Exchange begin(String method, JsonObject params) {
        return sending.begin(method, params);
    }

    @Override
    public void send(Message.Notification notification) {
        sending.connection().send(notification);
    }

    @Override
    public void answer(Message.Response response) {
        sending.connection().answer(response);
    }

    @Override
    public void cancel(Exchange exchange, String reason) {
        sending.cancel(exchange, reason);
    }

    @Override
    public void close() {
        sending.connection().close();
    }
}
