package dev.perigee.gateway.door;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.UpstreamClient;
import dev.perigee.gateway.upstream.UpstreamSession;
import java.time.Instant;

/// In whose name sessions with legacy servers are held for clients that have none. Only within a call can such a
/// client be asked something.
final class ModernClient implements UpstreamClient {
    private final String id;
    private final ClientProfile profile;
    private volatile Instant lastUsed;

    ModernClient(String id, JsonObject capabilities, Instant now) {
        this.id = id;
        this.profile = new ClientProfile(capabilities, Greeter.INFO);
        this.lastUsed = now;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ClientProfile profile() {
        return profile;
    }

    void used(Instant now) {
        lastUsed = now;
    }

    boolean isIdleSince(Instant then) {
        return lastUsed.isBefore(then);
    }

    @Override
    public void heard(ServerName server, Message.Notification notification) {
        // Who wants to hear of changes has a subscription, which listens for itself.
    }

    @Override
    public void asked(ServerName server, Message.Request request, UpstreamSession session) {
        session.answer(Message.Response.of(
                request.id(),
                new RpcError(RpcError.METHOD_NOT_FOUND, "the client can be asked only while it waits for a call")));
    }

    @Override
    public void lost(ServerName server, Loss why) {
        // The next request opens another session.
    }
}
