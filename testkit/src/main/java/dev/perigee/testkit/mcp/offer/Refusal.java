package dev.perigee.testkit.mcp.offer;

import tools.jackson.databind.node.ObjectNode;

/// A request that is answered with a JSON-RPC error.
public final class Refusal extends RuntimeException {
    public static final int PARSE_ERROR = -32700;
    public static final int INVALID_REQUEST = -32600;
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL_ERROR = -32603;
    public static final int HEADER_MISMATCH = -32020;
    public static final int MISSING_CAPABILITY = -32021;
    public static final int UNSUPPORTED_VERSION = -32022;

    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient ObjectNode data;

    public Refusal(int code, String message) {
        this(code, message, Json.object());
    }

    public Refusal(int code, String message, ObjectNode data) {
        super(message);
        this.code = code;
        this.data = data;
    }

    /// The client did not declare what `required`, an object of client capabilities, names.
    static Refusal missing(ObjectNode required) {
        ObjectNode data = Json.object();
        data.set("requiredCapabilities", required);
        return new Refusal(MISSING_CAPABILITY, "Missing required client capability: " + Json.text(required), data);
    }

    /// As the JSON-RPC error object.
    public ObjectNode error() {
        ObjectNode error = Json.object().put("code", code).put("message", getMessage());
        if (!data.isEmpty()) {
            error.set("data", data);
        }
        return error;
    }

    public int code() {
        return code;
    }
}
