package dev.perigee.gateway.upstream;

import java.time.Instant;

/// Hears what happens to servers. Called in order for each server; must not block.
@FunctionalInterface
public interface GatewayEvents {
    GatewayEvents NONE = _ -> {};

    void happened(Event event);

    /// What happened.
    sealed interface Event {
        /// A server came to a status, with why for people.
        record StatusChanged(ServerName server, InstanceStatus status, String explanation, Instant at)
                implements Event {}

        /// A server's process or session ended by itself, the `crashes`th time in a short while.
        record Crashed(ServerName server, Loss why, int crashes, Instant at) implements Event {}

        /// A server was let go because nobody used it; the next call starts it again.
        record Dormant(ServerName server, Instant at) implements Event {}
    }
}
