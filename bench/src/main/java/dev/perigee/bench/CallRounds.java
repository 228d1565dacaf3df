package dev.perigee.bench;

import dev.perigee.bench.mcp.McpClients;
import dev.perigee.bench.mcp.McpClients.Timing;
import dev.perigee.bench.mcp.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// Measures the ways to one server in turns, so that what else the machine does meets all of them: one call at a time,
/// then 32. Each way is warmed up before the first round.
final class CallRounds implements AutoCloseable {
    static final int PARALLEL = 32;

    private static final int ROUNDS = 5;
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration MEASURED = Duration.ofSeconds(2);

    private final Map<String, Way> ways = new LinkedHashMap<>();

    private static final class Way {
        private final McpClients clients;
        private final Cost cost;
        private final Histogram alone = new Histogram(3);
        private final List<Double> perSecond = new ArrayList<>();
        private double cpuMicros;
        private long calls;

        Way(McpClients clients, Cost cost) {
            this.clients = clients;
            this.cost = cost;
        }
    }

    /// The processor time that a gateway has taken so far.
    @FunctionalInterface
    interface Cost {
        Duration now();
    }

    /// What a way came to: one call at a time, the median of the rounds with 32, and what 32 cost the gateway.
    record Outcome(double p50, double p99, double perSecond, double cpuPerCall) {}

    void add(String name, Target target, Cost cost) throws IOException {
        ways.put(name, new Way(McpClients.of(target, PARALLEL), cost));
    }

    Map<String, Outcome> run() throws IOException {
        for (Way way : ways.values()) {
            way.clients.run(PARALLEL, WARM_UP);
            way.clients.run(1, MEASURED);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Way way : ways.values()) {
                way.alone.add(way.clients.run(1, MEASURED).nanos());
            }
            for (Way way : ways.values()) {
                together(way);
            }
        }
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        ways.forEach((name, way) -> outcomes.put(name, outcome(way)));
        return outcomes;
    }

    @Override
    public void close() throws IOException {
        for (Way way : ways.values()) {
            way.clients.close();
        }
    }

    private static void together(Way way) throws IOException {
        Duration before = way.cost.now();
        Timing timing = way.clients.run(PARALLEL, MEASURED);
        way.cpuMicros += way.cost.now().minus(before).toNanos() / 1000.0;
        way.calls += timing.nanos().getTotalCount();
        way.perSecond.add(timing.perSecond());
    }

    private static Outcome outcome(Way way) {
        List<Double> sorted = way.perSecond.stream().sorted().toList();
        return new Outcome(
                way.alone.getValueAtPercentile(50) / 1000.0,
                way.alone.getValueAtPercentile(99) / 1000.0,
                sorted.get(sorted.size() / 2),
                way.cpuMicros / way.calls);
    }
}
