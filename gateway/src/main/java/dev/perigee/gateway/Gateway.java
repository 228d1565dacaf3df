package dev.perigee.gateway;

import dev.perigee.gateway.GatewaySettings.DoorSettings;
import dev.perigee.gateway.GatewaySettings.Limits;
import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.door.ApiKeyDoorkeeper;
import dev.perigee.gateway.door.Caller;
import dev.perigee.gateway.door.Door;
import dev.perigee.gateway.door.Doorkeeper;
import dev.perigee.gateway.observe.Observation;
import dev.perigee.gateway.upstream.Connector;
import dev.perigee.gateway.upstream.GatewayEvents;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.gateway.upstream.stdio.InstanceLog;
import dev.perigee.gateway.upstream.stdio.StdioConnections;
import dev.perigee.gateway.upstream.stdio.StdioSettings;
import dev.perigee.http.HttpEdge;
import dev.perigee.http.Problems;
import dev.perigee.process.ProcessTrees;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running gateway: its servers, which are started when somebody needs them, and its door. `close` ends both.
public final class Gateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    /// So many processes of servers there may be; each client that can be asked has its own.
    public static final int SERVERS_RUNNING_MAX = 1_000;

    private final HttpEdge edge;
    private final Upstreams upstreams = new Upstreams();
    private final List<HttpConnector> clients = new ArrayList<>();
    private final Observation observation;
    private final URI door;

    /// What the gateway is given: process trees for servers that are programs, threads, the time, and chance that
    /// nobody can foresee.
    public record Means(ProcessTrees trees, ExecutorService threads, InstantSource clock, RandomGenerator random) {}

    private Gateway(GatewaySettings settings, Means means) throws IOException {
        edge = new HttpEdge(means.threads(), Limits.DEFAULT.requestsMax(), Problems.COMMON);
        observation = new Observation(upstreams, _ -> true, means.clock());
        boolean open = false;
        try {
            StdioConnections programs = new StdioConnections(means.trees(), StdioSettings.defaults());
            if (settings.servers().stream().anyMatch(UpstreamConfig.Stdio.class::isInstance)) {
                means.trees().resourceSupport().missing().forEach(finding -> log.warn("MCP servers: {}", finding));
            }
            Upstream.Surroundings around =
                    new Upstream.Surroundings(means.clock(), this::note, Limits.DEFAULT.greetingMax());
            for (UpstreamConfig config : settings.servers()) {
                upstreams.put(new Upstream(config.name(), connector(config, programs, means), around));
            }
            Doorkeeper keeper = keeper(settings.door());
            Door way = new Door(keeper, upstreams, observation, means.clock(), means.random());
            way.addTo(edge, Limits.DEFAULT.messageBytesMax());
            observation.addTo(edge, keeper, way::clients);
            String host = settings.door().host();
            int port = edge.listen(host, settings.door().port());
            door = URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/mcp");
            open = true;
        } finally {
            if (!open) {
                close();
            }
        }
    }

    /// Opens the door. Throws when it cannot listen.
    public static Gateway open(GatewaySettings settings, Means means) throws IOException {
        return new Gateway(settings, means);
    }

    /// Where clients come in.
    public URI door() {
        return door;
    }

    @Override
    public void close() {
        edge.stopListening();
        upstreams.close();
        clients.forEach(HttpConnector::close);
        edge.close();
    }

    private Connector connector(UpstreamConfig config, StdioConnections programs, Means means) throws IOException {
        return switch (config) {
            case UpstreamConfig.Stdio stdio -> {
                InstanceLog stderr = new InstanceLog(means.clock());
                observation.watch(config, stderr);
                yield StdioConnector.of(programs, stdio, stderr);
            }
            case UpstreamConfig.Http http -> {
                observation.watch(config, null);
                HttpConnector connector = HttpConnector.of(edge.vertx(), http, means.random());
                clients.add(connector);
                yield connector;
            }
        };
    }

    private static Doorkeeper keeper(DoorSettings settings) {
        return settings.key() == null ? _ -> Caller.ANYBODY : new ApiKeyDoorkeeper(settings.key());
    }

    private void note(GatewayEvents.Event event) {
        observation.happened(event);
        log.atInfo().addKeyValue("event", event).log("mcp");
    }
}
