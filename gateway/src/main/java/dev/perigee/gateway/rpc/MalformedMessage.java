package dev.perigee.gateway.rpc;

/// What came is no JSON-RPC message. The message says where and what was expected, and is safe to show.
public final class MalformedMessage extends RuntimeException {
    public MalformedMessage(String message) {
        super(message);
    }
}
