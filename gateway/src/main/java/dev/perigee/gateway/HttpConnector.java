package dev.perigee.gateway;

import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Connector;
import dev.perigee.gateway.upstream.http.Endpoint;
import dev.perigee.gateway.upstream.http.HttpServers;
import dev.perigee.gateway.upstream.http.ReplicaSet;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Talks to a server over HTTP, at one address or several; all conversations with it share the connections to each.
record HttpConnector(HttpServers servers) implements Connector, AutoCloseable {
    /// Several replicas are looked at so often unless it is said otherwise.
    static final Duration CHECKED_EVERY = Duration.ofSeconds(30);

    /// One that there is no other for comes back sooner.
    private static final ReplicaSet.Settings ALONE =
            new ReplicaSet.Settings(5, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ZERO);

    static HttpConnector of(Vertx vertx, UpstreamConfig.Http config, RandomGenerator random) throws IOException {
        return of(config, new HttpServers.Surroundings(vertx, random, System::nanoTime));
    }

    static HttpConnector of(UpstreamConfig.Http config, HttpServers.Surroundings around) throws IOException {
        boolean several = config.urls().size() > 1;
        HttpServers.Manner manner = new HttpServers.Manner(
                switch (config.transport()) {
                    case STREAMABLE -> false;
                    case SSE -> true;
                },
                config.way().checkedEvery().or(() -> several ? Optional.of(CHECKED_EVERY) : Optional.empty()),
                several ? ReplicaSet.Settings.DEFAULT : ALONE);
        List<Endpoint> endpoints =
                config.urls().stream().map(url -> endpoint(url, config)).toList();
        return new HttpConnector(new HttpServers(endpoints, manner, around));
    }

    @Override
    public Connection connect(Connection.Listener listener) {
        return servers.converse(listener);
    }

    @Override
    public void close() {
        servers.close();
    }

    private static Endpoint endpoint(URI url, UpstreamConfig.Http config) {
        UpstreamConfig.Way way = config.way();
        return new Endpoint(
                url,
                fields(config.headers()),
                fields(config.query()),
                way.authorities(),
                way.proxies(),
                way.limits(),
                way.priorKnowledge());
    }

    private static List<Endpoint.Field> fields(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> new Endpoint.Field(each.getKey(), each.getValue(), true))
                .toList();
    }
}
