package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.upstream.Connection;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// The replicas of one MCP server over HTTP: the ways to them, how they do, and conversations with any of them.
/// Thread-safe.
public final class HttpServers implements AutoCloseable {
    private static final String STATELESS_VERSION = "2026-07-28";

    private final Context loop;
    private final boolean oldTransport;
    private final List<EndpointClient> clients;
    private final ReplicaSet<EndpointClient> replicas;
    private final ToolHeaders toolHeaders = new ToolHeaders();
    private final Optional<HealthChecks<EndpointClient>> checks;

    /// What they need of the world; `nanoTime` never goes back.
    public record Surroundings(Vertx vertx, RandomGenerator random, LongSupplier nanoTime) {}

    /// How they are talked to: over the transport of 2024-11-05 or a later one, looked at so often or never, and
    /// when one is left out.
    public record Manner(boolean oldTransport, Optional<Duration> checkedEvery, ReplicaSet.Settings settings) {}

    /// Reads CA files, so not to be called on an event loop. Throws when one cannot be read.
    public HttpServers(List<Endpoint> endpoints, Manner manner, Surroundings around) throws IOException {
        loop = around.vertx().getOrCreateContext();
        oldTransport = manner.oldTransport();
        clients = clients(endpoints, around);
        replicas = new ReplicaSet<>(clients, manner.settings(), around.nanoTime());
        checks = manner.checkedEvery()
                .map(every -> new HealthChecks<>(
                        replicas,
                        every,
                        (replica, found) ->
                                loop.runOnContext(_ -> HealthProbe.look(replica, manner.oldTransport(), found)),
                        (wait, what) -> {
                            long timer = around.vertx().setTimer(Math.max(1, wait.toMillis()), _ -> what.run());
                            return () -> around.vertx().cancelTimer(timer);
                        }));
    }

    /// A conversation with one of them if it keeps a session, else with any of them.
    public Connection converse(Connection.Listener listener) {
        if (oldTransport) {
            return new HttpSseConnection(loop, replicas, listener);
        }
        return new EraConnection(
                new StatelessHttpConnection(loop, replicas, STATELESS_VERSION, toolHeaders),
                new StreamableHttpConnection(loop, replicas, listener));
    }

    /// How each does, in the order of its configuration.
    public List<Standing> standings() {
        return replicas.standings().stream()
                .map(each -> new Standing(each.replica().endpoint(), each.outstanding(), each.ejected()))
                .toList();
    }

    /// How one does: requests under way, and whether it is left out at the moment.
    public record Standing(Endpoint endpoint, int outstanding, boolean ejected) {}

    @Override
    public void close() {
        checks.ifPresent(HealthChecks::close);
        clients.forEach(EndpointClient::close);
    }

    private static List<EndpointClient> clients(List<Endpoint> endpoints, Surroundings around) throws IOException {
        List<EndpointClient> clients = new ArrayList<>();
        boolean all = false;
        try {
            for (Endpoint endpoint : endpoints) {
                clients.add(new EndpointClient(around.vertx(), endpoint, around.random()));
            }
            all = true;
        } finally {
            if (!all) {
                clients.forEach(EndpointClient::close);
            }
        }
        return List.copyOf(clients);
    }
}
