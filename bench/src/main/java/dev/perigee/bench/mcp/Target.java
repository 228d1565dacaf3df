package dev.perigee.bench.mcp;

import java.net.URI;

/// Where clients call the tool `echo`, under which name, and how.
public record Target(URI url, Manner manner, String tool) {
    /// How a client speaks.
    public enum Manner {
        LEGACY,
        MODERN,
        /// mcp-hub's own interface beside MCP: one POST, without a session.
        HUB
    }

    /// The server at a URL of its own.
    public static Target direct(URI url, Era era) {
        return new Target(url, manner(era), "echo");
    }

    public static Manner manner(Era era) {
        return switch (era) {
            case LEGACY -> Manner.LEGACY;
            case MODERN -> Manner.MODERN;
        };
    }

    String initialize() {
        return """
                {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"%s","capabilities":{},\
                "clientInfo":{"name":"bench","version":"1"}}}""".formatted(Era.LEGACY.version());
    }

    /// A call whose answer must hold `text`.
    String call(long id, String text) {
        return switch (manner) {
            case LEGACY ->
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                        + "\",\"arguments\":{\"text\":\"" + text + "\"}}}";
            case MODERN ->
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                        + "\",\"arguments\":{\"text\":\"" + text
                        + "\"},\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + Era.MODERN.version()
                        + "\",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"bench\",\"version\":\"1\"},"
                        + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
            case HUB ->
                "{\"server_name\":\"fast\",\"tool\":\"" + tool + "\",\"arguments\":{\"text\":\"" + text + "\"}}";
        };
    }

    /// The lines of the head that each message to it has.
    String head() {
        String common = " " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nAccept: application/json, text/event-stream\r\n";
        return switch (manner) {
            case LEGACY -> common + "MCP-Protocol-Version: " + Era.LEGACY.version() + "\r\n";
            case MODERN ->
                common + "MCP-Protocol-Version: " + Era.MODERN.version() + "\r\nMcp-Method: tools/call\r\nMcp-Name: "
                        + tool + "\r\n";
            case HUB -> common;
        };
    }
}
