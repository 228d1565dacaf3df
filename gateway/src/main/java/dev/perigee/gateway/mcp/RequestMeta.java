package dev.perigee.gateway.mcp;

import dev.perigee.gateway.rpc.JsonObject;
import java.util.Optional;

/// What each request of the modern era says of its client, in `_meta`.
public final class RequestMeta {
    public static final String PREFIX = "io.modelcontextprotocol/";
    public static final String VERSION = PREFIX + "protocolVersion";
    public static final String CAPABILITIES = PREFIX + "clientCapabilities";
    public static final String CLIENT = PREFIX + "clientInfo";
    public static final String LOG_LEVEL = PREFIX + "logLevel";
    public static final String SUBSCRIPTION = PREFIX + "subscriptionId";
    public static final String SERVER = PREFIX + "serverInfo";

    private static final String META = "_meta";
    private static final String[] OF_THE_CLIENT = {VERSION, CAPABILITIES, CLIENT, LOG_LEVEL};

    private RequestMeta() {}

    public static JsonObject of(JsonObject params) {
        return params.object(META).orElse(JsonObject.EMPTY);
    }

    public static Optional<String> version(JsonObject params) {
        return of(params).string(VERSION);
    }

    /// What `params` do not say yet, they say of `client`.
    public static JsonObject filled(JsonObject params, ClientProfile client) {
        JsonObject meta = of(params);
        JsonObject full = meta;
        if (!meta.has(VERSION)) {
            full = full.with(VERSION, ProtocolVersion.LATEST.wireName());
        }
        if (!meta.has(CAPABILITIES)) {
            full = full.with(CAPABILITIES, client.capabilities());
        }
        if (!meta.has(CLIENT) && client.info().has("name")) {
            full = full.with(CLIENT, client.info());
        }
        return full == meta ? params : params.with(META, full);
    }

    /// As a server of the legacy era may see it.
    public static JsonObject stripped(JsonObject params) {
        JsonObject meta = of(params);
        JsonObject rest = meta;
        for (String name : OF_THE_CLIENT) {
            rest = rest.without(name);
        }
        if (rest == meta) {
            return params;
        }
        return rest.names().isEmpty() ? params.without(META) : params.with(META, rest);
    }
}
