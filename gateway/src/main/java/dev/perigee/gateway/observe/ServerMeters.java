package dev.perigee.gateway.observe;

import dev.perigee.gateway.door.TurnListener.Ended;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// The meters of one server, made when they are first needed and taken away with it. Thread-safe.
final class ServerMeters implements AutoCloseable {
    private static final Set<String> METHODS = Set.of(
            "tools/list",
            "tools/call",
            "prompts/list",
            "prompts/get",
            "resources/list",
            "resources/templates/list",
            "resources/read",
            "resources/subscribe",
            "resources/unsubscribe",
            "completion/complete",
            "logging/setLevel",
            "server/discover",
            "subscriptions/listen",
            "tasks/get",
            "tasks/list",
            "tasks/result",
            "tasks/update",
            "tasks/cancel");

    private final MeterRegistry registry;
    private final Tags server;
    private final Queue<Meter> all = new ConcurrentLinkedQueue<>();
    private final Map<Tags, Counter> requests = new ConcurrentHashMap<>();
    private final Map<String, ToolMeters> tools = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Counter crashes;
    private final Counter restarts;

    ServerMeters(MeterRegistry registry, Tags server) {
        this.registry = registry;
        this.server = server;
        crashes = kept(Counter.builder("perigee.mcp.server.crashes")
                .description("Times that the server's process or session ended by itself")
                .tags(server)
                .register(registry));
        restarts = kept(Counter.builder("perigee.mcp.server.restarts")
                .description("Times that the server was started again after a crash or on demand")
                .tags(server)
                .register(registry));
        kept(Gauge.builder("perigee.mcp.server.requests.in.flight", inFlight, AtomicInteger::get)
                .description("Requests that the server is doing")
                .tags(server)
                .register(registry));
    }

    void began() {
        inFlight.incrementAndGet();
    }

    void ended(String method, Outcome outcome) {
        if (outcome.wasAsked()) {
            inFlight.updateAndGet(running -> Math.max(0, running - 1));
        }
        Tags tags = server.and("method", METHODS.contains(method) ? method : "other", "outcome", outcome.wireName());
        requests.computeIfAbsent(tags, this::requestCounter).increment();
    }

    void called(String tool, Ended turn, Outcome outcome) {
        tools.computeIfAbsent(tool, name -> new ToolMeters(registry, server.and("tool", name)))
                .add(turn, outcome);
    }

    void crashed() {
        crashes.increment();
    }

    void restarted() {
        restarts.increment();
    }

    @Override
    public void close() {
        all.forEach(registry::remove);
        tools.values().forEach(ToolMeters::close);
    }

    private Counter requestCounter(Tags tags) {
        return kept(Counter.builder("perigee.mcp.requests")
                .description("Requests to the server by what they came to")
                .tags(tags)
                .register(registry));
    }

    private <M extends Meter> M kept(M meter) {
        all.add(meter);
        return meter;
    }
}
