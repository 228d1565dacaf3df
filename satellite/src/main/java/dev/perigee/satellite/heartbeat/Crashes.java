package dev.perigee.satellite.heartbeat;

import dev.perigee.gateway.upstream.GatewayEvents;
import java.util.concurrent.atomic.LongAdder;

/// Counts the MCP servers that end by themselves, and passes on all that happens to them. Thread-safe; blocks as little
/// as who comes next.
public final class Crashes implements GatewayEvents {
    private final GatewayEvents next;
    private final LongAdder count = new LongAdder();

    public Crashes(GatewayEvents next) {
        this.next = next;
    }

    @Override
    public void happened(Event event) {
        if (event instanceof Event.Crashed) {
            count.increment();
        }
        next.happened(event);
    }

    /// How many there were in this life.
    public long count() {
        return count.sum();
    }
}
