package dev.perigee.satellite.config;

import dev.perigee.gateway.Change;
import dev.perigee.gateway.Gateway;
import dev.perigee.gateway.upstream.InstanceStatus;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Standing;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.protocol.config.ConfigDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The satellite's MCP gateway, its log, and what else a configuration sets. For one thread.
public final class SatelliteTarget implements ConfigTarget {
    /// For so long servers that are new or changed may take to be well.
    static final Duration GRACE = Duration.ofSeconds(20);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final @Nullable Gateway gateway;
    private final LiveSettings settings;
    private final LogLevels log;
    private final ExecutorService threads;
    private final LongSupplier nanoClock;
    private final CountDownLatch never = new CountDownLatch(1);
    private List<ServerName> fresh = List.of();

    public SatelliteTarget(
            @Nullable Gateway gateway,
            LiveSettings settings,
            LogLevels log,
            ExecutorService threads,
            LongSupplier nanoClock) {
        this.gateway = gateway;
        this.settings = settings;
        this.log = log;
        this.threads = threads;
        this.nanoClock = nanoClock;
    }

    @Override
    public Optional<String> apply(ConfigDocument document, SortedMap<String, String> secrets)
            throws InterruptedException {
        fresh = List.of();
        Map<String, JsonNode> servers = new TreeMap<>();
        document.json()
                .path("mcpServers")
                .properties()
                .forEach(server -> servers.put(server.getKey(), server.getValue()));
        Map<String, JsonNode> limited =
                ResourceDefaults.laidUnder(servers, document.json().path("resourceLimits"));
        if (gateway == null) {
            if (!servers.isEmpty()) {
                return Optional.of("mcpServers " + servers.keySet() + ": this satellite has no MCP gateway; expected"
                        + " mcp.servers, mcp.key or mcp.anonymous in its own configuration");
            }
        } else {
            switch (gateway.desire(limited, secrets, Sections.policy(document))) {
                case Change.Refused(List<String> problems) -> {
                    return Optional.of(String.join("; ", problems));
                }
                case Change.NotFound(String server) -> {
                    return Optional.of("no server \"" + server + "\"");
                }
                case Change.Applied applied -> {
                    fresh = new ArrayList<>(applied.added());
                    fresh.addAll(applied.changed());
                }
            }
        }
        settings.exchange(document);
        log.exchange(Sections.logging(document));
        return Optional.empty();
    }

    @Override
    public Optional<String> settle() throws InterruptedException {
        long deadline = nanoClock.getAsLong() + GRACE.toNanos();
        List<Future<Optional<String>>> all = upstreams().stream()
                .map(upstream -> threads.submit(() -> settle(upstream, deadline)))
                .toList();
        List<String> problems = new ArrayList<>();
        try {
            for (int i = 0; i < all.size(); i++) {
                try {
                    long left = Math.max(0, deadline - nanoClock.getAsLong()) + LOOK_AGAIN.toNanos();
                    all.get(i).get(left, TimeUnit.NANOSECONDS).ifPresent(problems::add);
                } catch (TimeoutException _) {
                    problems.add(problem(upstreams().get(i)));
                } catch (ExecutionException e) {
                    problems.add("server " + fresh.get(i) + ": " + e.getCause());
                }
            }
        } finally {
            all.forEach(future -> future.cancel(true));
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }

    private List<Upstream> upstreams() {
        Gateway known = gateway;
        return known == null
                ? List.of()
                : fresh.stream().flatMap(name -> known.find(name).stream()).toList();
    }

    private Optional<String> settle(Upstream upstream, long deadline) throws InterruptedException {
        while (true) {
            upstream.discover();
            InstanceStatus status = upstream.standing().status();
            if (status == InstanceStatus.ONLINE) {
                return Optional.empty();
            }
            boolean hopeless = status == InstanceStatus.PERMANENTLY_FAILED
                    || status == InstanceStatus.AWAITING_USER_CONFIG
                    || status == InstanceStatus.REQUIRES_REAUTH;
            if (hopeless || nanoClock.getAsLong() >= deadline) {
                return Optional.of(problem(upstream));
            }
            var _ = never.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// With what the process said last on its stderr, as far as it is known.
    private static String problem(Upstream upstream) {
        Standing standing = upstream.standing();
        return "server " + standing.server() + " is " + standing.status().wireName() + " " + GRACE.toSeconds()
                + " s after it was configured at the latest: " + standing.explanation();
    }
}
