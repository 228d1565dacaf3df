package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Exchange;

/// A conversation in whichever era it is held: a request that says in `_meta` which version it is of goes stateless to
/// any replica, any other belongs to one session. What is no request goes where the last request went. Thread-safe.
final class EraConnection implements Connection {
    private static final String VERSION = "io.modelcontextprotocol/protocolVersion";

    private final Connection stateless;
    private final Connection session;
    private volatile Connection last;

    EraConnection(Connection stateless, Connection session) {
        this.stateless = stateless;
        this.session = session;
        this.last = session;
    }

    @Override
    public Exchange begin(Message.Request request) {
        last = says(request.params()) ? stateless : session;
        return last.begin(request);
    }

    @Override
    public void send(Message.Notification notification) {
        (says(notification.params()) ? stateless : last).send(notification);
    }

    @Override
    public void answer(Message.Response response) {
        last.answer(response);
    }

    @Override
    public void close() {
        stateless.close();
        session.close();
    }

    private static boolean says(JsonObject params) {
        return params.object("_meta").filter(meta -> meta.has(VERSION)).isPresent();
    }
}
