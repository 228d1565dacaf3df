package dev.perigee.gateway.door;

import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamClient;
import java.util.Set;

/// Which requests may be sent a second time, when it is not known whether the server acted on them the first time.
final class Replays {
    private static final Set<String> SAFE = Set.of(
            "ping",
            "server/discover",
            "tools/list",
            "prompts/list",
            "prompts/get",
            "resources/list",
            "resources/templates/list",
            "resources/read",
            "resources/subscribe",
            "resources/unsubscribe",
            "completion/complete",
            "logging/setLevel",
            "tasks/get",
            "tasks/list");

    private final Catalog catalog;

    Replays(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Whether `method` only reads, or calls a tool that says it can be called again.
    boolean isSafe(String method, JsonObject params, Upstream server, UpstreamClient client)
            throws InterruptedException {
        return SAFE.contains(method)
                || (method.equals("tools/call")
                        && catalog.hints(server, params.string("name").orElse(""), client)
                                .repeatable());
    }
}
