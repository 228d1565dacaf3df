package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.rpc.Message;

/// Somebody for whom servers are talked to. What it hears comes from the threads that read; it must not block.
public interface UpstreamClient {
    /// Unlike that of any other client, and the same as long as the client is there.
    String id();

    ClientProfile profile();

    /// A server said something that belongs to no exchange.
    void heard(ServerName server, Message.Notification notification);

    /// A server asks something outside of any exchange; `session` takes the answer.
    void asked(ServerName server, Message.Request request, UpstreamSession session);

    /// The conversation is over; the next request opens another.
    void lost(ServerName server, Loss why);
}
