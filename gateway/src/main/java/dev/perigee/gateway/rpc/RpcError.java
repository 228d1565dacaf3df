package dev.perigee.gateway.rpc;

import org.jspecify.annotations.Nullable;

/// A JSON-RPC error: code, message, and data if there are any.
public record RpcError(int code, String message, @Nullable JsonObject data) {
    public static final int PARSE_ERROR = -32700;
    public static final int INVALID_REQUEST = -32600;
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL_ERROR = -32603;

    public RpcError(int code, String message) {
        this(code, message, null);
    }

    JsonObject json() {
        JsonObject json = JsonObject.of("{\"code\":" + code + "}").with("message", message);
        return data == null ? json : json.with("data", data);
    }
}
