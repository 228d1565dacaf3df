package dev.perigee.gateway.mcp;

import dev.perigee.gateway.rpc.JsonObject;

/// What a client says of itself: what it can do, and its name and version. What a server lists may depend on it.
public record ClientProfile(JsonObject capabilities, JsonObject info) {
    /// Whether a server may ask this client something. Such a client has servers' conversations of its own: on
    /// one that is shared nobody could tell whom a question is for.
    public boolean canBeAsked() {
        return capabilities.has("sampling") || capabilities.has("elicitation") || capabilities.has("roots");
    }
}
