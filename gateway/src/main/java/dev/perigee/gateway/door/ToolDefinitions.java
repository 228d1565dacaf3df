package dev.perigee.gateway.door;

import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamClient;
import dev.perigee.gateway.upstream.http.ParameterHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which arguments the tools of each server want to see as headers, as its list said a short while ago. Thread-safe.
final class ToolDefinitions {
    private static final Duration KEPT = Duration.ofSeconds(60);
    private static final Duration KEPT_IF_UNKNOWN = Duration.ofSeconds(1);

    private final Catalog catalog;
    private final InstantSource clock;
    private final Map<ServerName, Known> byServer = new ConcurrentHashMap<>();

    private record Known(Map<String, ParameterHeaders> tools, Instant at) {
        Known {
            tools = Map.copyOf(tools);
        }
    }

    ToolDefinitions(Catalog catalog, InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /// Empty when the server has no such tool, or its definition cannot be read.
    Optional<ParameterHeaders> headers(Upstream server, UpstreamClient client, String tool)
            throws InterruptedException {
        Known known = byServer.get(server.name());
        Instant now = clock.instant();
        if (known == null
                || known.at()
                        .plus(known.tools().containsKey(tool) ? KEPT : KEPT_IF_UNKNOWN)
                        .isBefore(now)) {
            known = new Known(read(server, client), now);
            byServer.put(server.name(), known);
        }
        return Optional.ofNullable(known.tools().get(tool));
    }

    private Map<String, ParameterHeaders> read(Upstream server, UpstreamClient client) throws InterruptedException {
        Map<String, ParameterHeaders> tools = new HashMap<>();
        for (Catalog.Entry entry : catalog.entries(Catalog.Kind.TOOLS, List.of(server), client)) {
            JsonObject schema = entry.own().object("inputSchema").orElse(JsonObject.EMPTY);
            if (ParameterHeaders.read(schema) instanceof ParameterHeaders.Reading.Valid(ParameterHeaders headers)) {
                tools.put(entry.ownName(), headers);
            }
        }
        return tools;
    }
}
