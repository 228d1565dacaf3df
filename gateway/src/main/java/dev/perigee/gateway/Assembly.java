package dev.perigee.gateway;

import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.config.ConfiguredSecrets;
import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.observe.Observation;
import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Connector;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Transport;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.stdio.InstanceLog;
import dev.perigee.gateway.upstream.stdio.StdioConnections;
import dev.perigee.http.HttpEdge;
import java.io.IOException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes a server out of its configuration. Starts nothing.
@FunctionalInterface
interface Assembly {
    Made make(UpstreamConfig config) throws IOException;

    /// A server, what it has open beside its conversations, and what it writes beside the protocol if it is a program.
    record Made(
            UpstreamConfig config,
            Upstream upstream,
            @Nullable InstanceLog stderr,
            Runnable release) implements AutoCloseable {
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
            Observation observation,
            Upstream.Surroundings around) {
        return config -> {
            Redaction secrets = Redaction.of(ConfiguredSecrets.of(config));
            return switch (config) {
                case UpstreamConfig.Stdio stdio -> {
                    InstanceLog stderr = new InstanceLog(around.clock(), secrets);
                    Connector connector = StdioConnector.of(programs, stdio, stderr);
                    Upstream.Traits traits =
                            traits(config, connector, Transport.STDIO, secrets, new Hearers(catalog, observation));
                    yield new Made(config, new Upstream(config.name(), traits, around), stderr, () -> {});
                }
                case UpstreamConfig.Http http -> {
                    HttpConnector connector = HttpConnector.of(edge.vertx(), http, random);
                    Transport transport = switch (http.transport()) {
                        case STREAMABLE -> Transport.HTTP;
                        case SSE -> Transport.SSE;
                    };
                    Upstream.Traits traits =
                            traits(config, connector, transport, secrets, new Hearers(catalog, observation));
                    yield new Made(config, new Upstream(config.name(), traits, around), null, connector::close);
                }
            };
        };
    }

    /// Who hears what servers say outside of any request.
    record Hearers(Catalog catalog, Observation observation) {
        void heard(ServerName server, Message.Notification told) {
            catalog.heard(server, told);
            observation.said(server, told);
        }
    }

    /// Held to the protocol version that is configured, if one is, with the hearers listening.
    private static Upstream.Traits traits(
            UpstreamConfig config, Connector connector, Transport transport, Redaction secrets, Hearers hearers) {
        ProtocolVersion fixed = config.options().protocol();
        return new Upstream.Traits(
                hearers.catalog()
                        .hearing(config.name(), fixed == null ? connector : new FixedProtocol(fixed, connector)),
                transport,
                secrets,
                config.options().missing(),
                told -> hearers.heard(config.name(), told),
                config.options().timeout());
    }
}
