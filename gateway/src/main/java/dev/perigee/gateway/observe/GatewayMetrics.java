package dev.perigee.gateway.observe;

import dev.perigee.gateway.door.TurnListener.Ended;
import dev.perigee.gateway.upstream.InstanceStatus;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Standing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/// What is counted and measured, as Prometheus reads it. Bounded: labels are names of servers, of tools that they
/// have, and words of ours. Thread-safe; what only is at the moment is looked up when somebody reads.
final class GatewayMetrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ToolNames tools = new ToolNames();
    private final Map<ServerName, ServerMeters> servers = new ConcurrentHashMap<>();
    private final MultiGauge statuses = MultiGauge.builder("perigee.mcp.server.status")
            .description("1 for the status that the server has, 0 for each other")
            .register(registry);
    private final MultiGauge sessions = MultiGauge.builder("perigee.mcp.server.sessions")
            .description("Open conversations with the server")
            .register(registry);

    GatewayMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    void clients(IntSupplier open) {
        Gauge.builder("perigee.mcp.clients", open, IntSupplier::getAsInt)
                .description("Clients that said hello and did not leave")
                .strongReference(true)
                .register(registry);
    }

    void began(ServerName server) {
        of(server).began();
    }

    void ended(Ended turn, Outcome outcome) {
        ServerMeters server = of(turn.server());
        server.ended(turn.request().method(), outcome);
        switch (turn.request().method()) {
            case "tools/list" -> tools.learn(turn.server(), Turns.listedTools(turn.end()));
            case "tools/call" -> {
                String name = turn.request().params().string("name").orElse("");
                if (outcome == Outcome.OK) {
                    tools.learn(turn.server(), List.of(name));
                }
                server.called(tools.shown(turn.server(), name), turn, outcome);
            }
            default -> {}
        }
    }

    void listed(ServerName server, List<String> names) {
        tools.learn(server, names);
    }

    void crashed(ServerName server) {
        of(server).crashed();
    }

    void restarted(ServerName server) {
        of(server).restarted();
    }

    /// Everything as text, in the format of Prometheus 0.0.4. Servers that are there no longer are left out from now
    /// on.
    synchronized String scrape(List<Standing> standings) {
        Set<ServerName> present = standings.stream().map(Standing::server).collect(Collectors.toSet());
        servers.keySet().stream()
                .filter(name -> !present.contains(name))
                .toList()
                .forEach(this::forget);
        present.forEach(this::of);
        statuses.register(statusRows(standings), true);
        sessions.register(
                standings.stream()
                        .map(standing -> Row.of(tag(standing.server()), standing.sessions()))
                        .collect(Collectors.toList()),
                true);
        return registry.scrape();
    }

    private static List<Row<?>> statusRows(List<Standing> standings) {
        List<Row<?>> rows = new ArrayList<>();
        for (Standing standing : standings) {
            for (InstanceStatus status : InstanceStatus.values()) {
                Tags tags = tag(standing.server()).and("status", status.wireName());
                rows.add(Row.of(tags, standing.status() == status ? 1 : 0));
            }
        }
        return rows;
    }

    private ServerMeters of(ServerName server) {
        return servers.computeIfAbsent(server, name -> new ServerMeters(registry, tag(name)));
    }

    private void forget(ServerName server) {
        ServerMeters gone = servers.remove(server);
        if (gone != null) {
            gone.close();
        }
        tools.forget(server);
    }

    private static Tags tag(ServerName server) {
        return Tags.of("server", server.value());
    }
}
