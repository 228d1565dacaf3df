package dev.perigee.gateway.catalog;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.UpstreamClient;
import dev.perigee.gateway.upstream.UpstreamSession;

/// A client that only looks at lists.
record Listener(String id, ClientProfile profile) implements UpstreamClient {
    static Listener of(String id, String capabilities) {
        return new Listener(id, new ClientProfile(JsonObject.of(capabilities), JsonObject.EMPTY));
    }

    @Override
    public void heard(ServerName server, Message.Notification notification) {}

    @Override
    public void asked(ServerName server, Message.Request request, UpstreamSession session) {}

    @Override
    public void lost(ServerName server, Loss why) {}
}
