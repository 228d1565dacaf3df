package dev.perigee.testkit.mcp;

import dev.perigee.testkit.mcp.offer.Json;
import dev.perigee.testkit.mcp.offer.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What each request of the modern era says about its client.
record RequestMeta(ObjectNode meta, ObjectNode capabilities) {
    static final String VERSION = "2026-07-28";
    static final String PREFIX = "io.modelcontextprotocol/";

    /// Throws `Refusal` when something is missing, or the version is another.
    static RequestMeta of(ObjectNode params) {
        ObjectNode meta = Json.member(params, "_meta");
        JsonNode version = meta.path(PREFIX + "protocolVersion");
        if (!version.isString()) {
            throw missing("protocolVersion");
        }
        if (!(meta.path(PREFIX + "clientCapabilities") instanceof ObjectNode capabilities)) {
            throw missing("clientCapabilities");
        }
        if (!version.asString().equals(VERSION)) {
            ObjectNode data = Json.object().put("requested", version.asString());
            data.putArray("supported").add(VERSION);
            throw new Refusal(Refusal.UNSUPPORTED_VERSION, "Unsupported protocol version: " + version.asString(), data);
        }
        return new RequestMeta(meta, capabilities);
    }

    /// Whether the client wants to hear of it during this request.
    boolean listensTo(LogLevel level) {
        JsonNode least = meta.path(PREFIX + "logLevel");
        return least.isString() && level.compareTo(LogLevel.of(least.asString())) >= 0;
    }

    private static Refusal missing(String name) {
        return new Refusal(Refusal.INVALID_PARAMS, "params._meta." + PREFIX + name + ": is required");
    }
}
