package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.Capability;
import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;

/// A conversation with a server that has said what it can do. Each request gets an id of its own, so that many
/// clients can share it. Thread-safe.
public sealed interface UpstreamSession extends AutoCloseable permits LegacySession, ModernSession {
    /// What the server said of itself: its capabilities, name and instructions, as the result of `initialize`
    /// whatever the era, and the version that is spoken with it.
    record Greeting(ProtocolVersion version, JsonObject result) {
        public boolean offers(Capability capability) {
            return result.object("capabilities")
                    .filter(all -> all.has(capability.wireName()))
                    .isPresent();
        }
    }

    Greeting greeting();

    /// Sends a request. Where it wants to hear of progress, the server is given the exchange's id as the token,
    /// since clients that share the session may have chosen the same one.
    Exchange begin(String method, JsonObject params);

    void send(Message.Notification notification);

    /// Answers what the server asked.
    void answer(Message.Response response);

    /// Tells the server that nobody waits for an exchange any more.
    void cancel(Exchange exchange, String reason);

    @Override
    void close();
}
