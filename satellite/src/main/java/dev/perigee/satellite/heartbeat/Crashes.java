package dev.perigee.satellite.heartbeat;

import dev.perigee.gateway.config.Owner;
import dev.perigee.gateway.observe.Audience;
import dev.perigee.gateway.observe.Traffic;
import dev.perigee.gateway.upstream.GatewayEvents.Event;
import java.util.concurrent.atomic.LongAdder;

/// Counts the MCP servers that end by themselves, and passes on all that happens in the gateway. Thread-safe;
/// blocks as little as who comes next.
public final class Crashes implements Audience {
    private final Audience next;
    private final LongAdder count = new LongAdder();

    public Crashes(Audience next) {
        this.next = next;
    }

    @Override
    public void happened(Owner owner, Event event) {
        if (event instanceof Event.Crashed) {
            count.increment();
        }
        next.happened(owner, event);
    }

    @Override
    public void heard(Traffic what) {
        next.heard(what);
    }

    /// How many there were in this life.
    public long count() {
        return count.sum();
    }
}
