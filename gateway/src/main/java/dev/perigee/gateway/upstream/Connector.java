package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.ProtocolVersion.Era;

/// Makes connections to one MCP server.
@FunctionalInterface
public interface Connector {
    /// Begins a conversation; what comes outside of exchanges goes to `listener`. Blocks at most as long as the
    /// kind of connection says. Throws `ConnectFailed`.
    Connection connect(Connection.Listener listener) throws ConnectFailed, InterruptedException;

    /// Begins a conversation as messages of that era travel.
    default Connection connect(Era era, Connection.Listener listener) throws ConnectFailed, InterruptedException {
        return connect(listener);
    }

    /// Whether messages of all eras travel in the same way, so that a conversation can begin in one and go on in
    /// another.
    default boolean carriesAllEras() {
        return true;
    }
}
