package dev.perigee.gateway;

import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.upstream.Connector;
import dev.perigee.gateway.upstream.Redaction;
import dev.perigee.gateway.upstream.Transport;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.stdio.InstanceLog;
import dev.perigee.gateway.upstream.stdio.StdioConnections;
import dev.perigee.http.HttpEdge;
import java.io.IOException;
import java.util.random.RandomGenerator;

/// Makes a server out of its configuration. Starts nothing.
@FunctionalInterface
interface Assembly {
    Made make(UpstreamConfig config) throws IOException;

    /// A server and what it has open beside its conversations.
    record Made(UpstreamConfig config, Upstream upstream, Runnable release) implements AutoCloseable {
        @Override
        public void close() {
            upstream.close();
            release.run();
        }
    }

    static Assembly of(
            StdioConnections programs,
            Catalog catalog,
            HttpEdge edge,
            RandomGenerator random,
            Upstream.Surroundings around) {
        return config -> {
            Redaction secrets = Blanks.secrets(config);
            String missing = Blanks.missing(config).orElse(null);
            return switch (config) {
                case UpstreamConfig.Stdio stdio -> {
                    Connector connector = StdioConnector.of(programs, stdio, new InstanceLog(around.clock(), secrets));
                    Upstream.Traits traits = new Upstream.Traits(
                            heard(config, connector, catalog),
                            Transport.STDIO,
                            secrets,
                            missing,
                            told -> catalog.heard(config.name(), told));
                    yield new Made(config, new Upstream(config.name(), traits, around), () -> {});
                }
                case UpstreamConfig.Http http -> {
                    HttpConnector connector = HttpConnector.of(edge.vertx(), http, random);
                    Transport transport = switch (http.transport()) {
                        case STREAMABLE -> Transport.HTTP;
                        case SSE -> Transport.SSE;
                    };
                    Upstream.Traits traits = new Upstream.Traits(
                            heard(config, connector, catalog),
                            transport,
                            secrets,
                            missing,
                            told -> catalog.heard(config.name(), told));
                    yield new Made(config, new Upstream(config.name(), traits, around), connector::close);
                }
            };
        };
    }

    /// Held to the protocol version that is configured, if one is, with the catalog listening.
    private static Connector heard(UpstreamConfig config, Connector connector, Catalog catalog) {
        ProtocolVersion fixed = config.options().protocol();
        return catalog.hearing(config.name(), fixed == null ? connector : new FixedProtocol(fixed, connector));
    }
}
