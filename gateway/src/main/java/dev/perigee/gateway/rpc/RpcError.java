package dev.perigee.gateway.rpc;

import org.jspecify.annotations.Nullable;

/// A JSON-RPC error: code, message, and data if there are any.
public record RpcError(int code, String message, @Nullable JsonObject data) {
    public static final int PARSE_ERROR = -32700;
    public static final int INVALID_REQUEST = -32600;
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL_ERROR = -32603;

    /// As of 2026-07-28: a header says otherwise than the body, or is missing.
    public static final int HEADER_MISMATCH = -32020;
    /// As of 2026-07-28: the client did not declare what the request needs of it.
    public static final int MISSING_CAPABILITY = -32021;
    /// As of 2026-07-28: the version is not spoken here.
    public static final int UNSUPPORTED_VERSION = -32022;
    /// Up to 2025-11-25; later it is `INVALID_PARAMS`.
    public static final int RESOURCE_NOT_FOUND = -32002;

    public RpcError(int code, String message) {
        this(code, message, null);
    }

    JsonObject json() {
        JsonObject json = JsonObject.of("{\"code\":" + code + "}").with("message", message);
        return data == null ? json : json.with("data", data);
    }
}
