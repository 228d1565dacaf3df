package dev.perigee.gateway.observe;

import dev.perigee.gateway.door.TurnListener.Ended;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;

/// How the calls of one tool went. Thread-safe.
final class ToolMeters implements AutoCloseable {
    private static final Duration[] BUCKETS = LongStream.of(
                    1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Map<Outcome, Counter> calls = new EnumMap<>(Outcome.class);
    private final Timer duration;
    private final Counter sent;
    private final Counter received;

    ToolMeters(MeterRegistry registry, Tags tool) {
        this.registry = registry;
        for (Outcome outcome : Outcome.values()) {
            calls.put(
                    outcome,
                    Counter.builder("perigee.mcp.calls")
                            .description("Calls of the tool by what they came to")
                            .tags(tool.and("outcome", outcome.wireName()))
                            .register(registry));
        }
        duration = Timer.builder("perigee.mcp.call.duration")
                .description("From the call's arrival at the server's conversation to its end")
                .serviceLevelObjectives(BUCKETS)
                .tags(tool)
                .register(registry);
        sent = bytes("perigee.mcp.call.request", "Bytes of the calls as the server had them", tool);
        received = bytes("perigee.mcp.call.response", "Bytes of the server's answers", tool);
    }

    void add(Ended turn, Outcome outcome) {
        Counter counter = calls.get(outcome);
        if (counter != null) {
            counter.increment();
        }
        if (!outcome.wasAsked()) {
            return;
        }
        duration.record(turn.took());
        sent.increment(turn.request().json().bytes().length);
        received.increment((double) Outcome.answerBytes(turn.end()));
    }

    @Override
    public void close() {
        calls.values().forEach(registry::remove);
        Arrays.asList(duration, sent, received).forEach(registry::remove);
    }

    private Counter bytes(String name, String description, Tags tool) {
        return Counter.builder(name)
                .description(description)
                .baseUnit("bytes")
                .tags(tool)
                .register(registry);
    }
}
