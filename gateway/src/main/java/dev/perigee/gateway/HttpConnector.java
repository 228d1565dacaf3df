package dev.perigee.gateway;

import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.mcp.ProtocolVersion.Era;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Connector;
import dev.perigee.gateway.upstream.http.Endpoint;
import dev.perigee.gateway.upstream.http.EndpointClient;
import dev.perigee.gateway.upstream.http.HttpSseConnection;
import dev.perigee.gateway.upstream.http.StatelessHttpConnection;
import dev.perigee.gateway.upstream.http.StreamableHttpConnection;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.random.RandomGenerator;

/// Talks to a server over HTTP; all conversations with it share the connections of one client.
record HttpConnector(EndpointClient client, UpstreamConfig.Transport transport) implements Connector, AutoCloseable {
    static HttpConnector of(Vertx vertx, UpstreamConfig.Http config, RandomGenerator random) throws IOException {
        Endpoint endpoint = Endpoint.of(config.url())
                .withHeaders(config.headers().entrySet().stream()
                        .map(header -> new Endpoint.Field(header.getKey(), header.getValue(), true))
                        .toList());
        return new HttpConnector(new EndpointClient(vertx, endpoint, random), config.transport());
    }

    @Override
    public Connection connect(Connection.Listener listener) {
        return switch (transport) {
            case STREAMABLE -> new StreamableHttpConnection(client, listener);
            case SSE -> new HttpSseConnection(client, listener);
        };
    }

    @Override
    public Connection connect(Era era, Connection.Listener listener) {
        return era == Era.MODERN && transport == UpstreamConfig.Transport.STREAMABLE
                ? StatelessHttpConnection.to(client)
                : connect(listener);
    }

    /// The older transport is of the legacy era alone: what else travels on it would go the same way.
    @Override
    public boolean carriesAllEras() {
        return transport == UpstreamConfig.Transport.SSE;
    }

    @Override
    public void close() {
        client.close();
    }
}
