package dev.perigee.gateway;

import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Connector;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.stdio.InstanceLog;
import dev.perigee.gateway.upstream.stdio.StdioConnections;
import dev.perigee.gateway.upstream.stdio.StdioConnections.Opening;
import dev.perigee.gateway.upstream.stdio.StdioServer;

/// Starts a server's program for each conversation.
record StdioConnector(StdioConnections connections, StdioServer server, InstanceLog log) implements Connector {
    static StdioConnector of(StdioConnections connections, UpstreamConfig.Stdio config, InstanceLog log) {
        return new StdioConnector(
                connections,
                new StdioServer(
                        config.name().value(),
                        config.program(),
                        config.arguments(),
                        config.environment(),
                        config.workingDirectory(),
                        config.resources()),
                log);
    }

    @Override
    public Connection connect(Connection.Listener listener) throws ConnectFailed {
        return switch (connections.open(server, log, listener)) {
            case Opening.Opened(Connection connection) -> connection;
            case Opening.Refused(var _, String message) ->
                throw new ConnectFailed(new Loss(Loss.Cause.NOT_STARTED, message));
        };
    }
}
