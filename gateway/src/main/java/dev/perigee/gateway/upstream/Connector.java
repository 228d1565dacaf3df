package dev.perigee.gateway.upstream;

/// Makes connections to one MCP server.
@FunctionalInterface
public interface Connector {
    /// Begins a conversation; what comes outside of exchanges goes to `listener`. Blocks at most as long as the
    /// kind of connection says. Throws `ConnectFailed`.
    Connection connect(Connection.Listener listener) throws ConnectFailed, InterruptedException;
}
