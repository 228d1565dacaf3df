package dev.perigee.bench.peer;

import dev.perigee.bench.mcp.Era;
import dev.perigee.bench.mcp.Target;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// Something that stands before an MCP server, as a gateway does.
public sealed interface GatewayPeer extends Peer permits Nginx, NpmGateway {
    /// Those that are MCP gateways, before a server over HTTP at `http` and over stdio by the command `stdio`.
    static List<GatewayPeer> all(Path root, URI http, List<String> stdio, Era era) {
        return switch (era) {
            case LEGACY ->
                List.of(
                        NpmGateway.mcpProxy(root, stdio, era),
                        NpmGateway.supergateway(root, stdio, era),
                        NpmGateway.mcpHub(root, stdio),
                        NpmGateway.mcpHub(root, http),
                        NpmGateway.chain(root, http, era));
            case MODERN -> List.of(NpmGateway.mcpProxy(root, stdio, era), NpmGateway.supergateway(root, stdio, era));
        };
    }

    /// Where clients call; after `start`.
    Target target();
}
