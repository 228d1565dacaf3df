package dev.perigee.gateway;

import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Connector;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.ForwardingConnection;

/// Holds conversations with a server to the protocol version that is configured for it: what would begin one of the
/// other era is answered here, as by a server that knows nothing of it, and the greeting names that version.
record FixedProtocol(ProtocolVersion version, Connector inner) implements Connector {
    @Override
    public Connection connect(Connection.Listener listener) throws ConnectFailed, InterruptedException {
        return new Held(version, inner.connect(listener));
    }

    private static final class Held extends ForwardingConnection {
        private final ProtocolVersion version;

        Held(ProtocolVersion version, Connection inner) {
            super(inner);
            this.version = version;
        }

        @Override
        public Exchange begin(Message.Request request) {
            return switch (request.method()) {
                case "initialize" ->
                    switch (version.era()) {
                        case LEGACY -> super.begin(greeting(request));
                        case MODERN -> unknown(request);
                    };
                case "server/discover" ->
                    switch (version.era()) {
                        case LEGACY -> unknown(request);
                        case MODERN -> super.begin(request);
                    };
                default -> super.begin(request);
            };
        }

        private Message.Request greeting(Message.Request request) {
            JsonObject params = request.params();
            return request.withParams(params.with("protocolVersion", version.wireName()));
        }

        private Exchange unknown(Message.Request request) {
            Exchange exchange = new Exchange(request.id());
            RpcError error = new RpcError(
                    RpcError.METHOD_NOT_FOUND,
                    "no " + request.method() + ": the server is configured to speak " + version.wireName());
            exchange.offer(new Exchange.Event.Answered(Message.Response.of(request.id(), error)));
            return exchange;
        }
    }
}
