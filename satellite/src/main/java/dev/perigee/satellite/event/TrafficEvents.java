package dev.perigee.satellite.event;

import dev.perigee.gateway.config.Owner;
import dev.perigee.gateway.observe.RequestEntry;
import dev.perigee.gateway.observe.Traffic;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.satellite.time.Alarm;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// What goes through the gateway, gathered for each server and owner on its way to the bus. In 3 s at most 100
/// lines, 100 requests and 300 calls of each are told, and 300 comings and goings of clients; the others are
/// counted. Hearing of it waits for nobody. Thread-safe.
final class TrafficEvents {
    static final int ENTRIES_MAX = 100;
    static final int CALLS_MAX = 300;

    private static final String CLIENTS = "clients";

    private final Gathering<String, Traffic.OfClient> clients;
    private final Gathering<Of, Traffic.ToolCalled> calls;
    private final Gathering<Of, Logged> requests;
    private final Gathering<Of, Traffic.LineWritten> lines;

    /// Whose a server is goes with it: it may come to be another's while something waits.
    record Of(ServerName server, Owner owner) {}

    /// A call with what went in and out, whose secrets are taken out when it is asked for.
    record Logged(Traffic.ToolCalled call, Supplier<RequestEntry> exchange) {}

    TrafficEvents(EventBus bus, Alarm alarm, Executor threads) {
        Gathering.Means means = new Gathering.Means(alarm, threads);
        TrafficTelling telling = new TrafficTelling(bus);
        this.clients = new Gathering<>(CALLS_MAX, means, (_, some, leftOut) -> telling.clients(some, leftOut));
        this.calls = new Gathering<>(CALLS_MAX, means, telling::calls);
        this.requests = new Gathering<>(ENTRIES_MAX, means, telling::requests);
        this.lines = new Gathering<>(ENTRIES_MAX, means, telling::lines);
    }

    /// Any thread; never blocks.
    void heard(Traffic what) {
        switch (what) {
            case Traffic.OfClient client -> clients.add(CLIENTS, client);
            case Traffic.ToolCalled called -> {
                Of of = new Of(called.server(), called.owner());
                calls.add(of, called);
                if (called.exchange() != null) {
                    requests.add(of, new Logged(called, called.exchange()));
                }
            }
            case Traffic.LineWritten line -> lines.add(new Of(line.server(), line.owner()), line);
        }
    }

    /// Hands all that waits to the bus, on this thread.
    void finish() {
        clients.finish();
        calls.finish();
        requests.finish();
        lines.finish();
    }
}
