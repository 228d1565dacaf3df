package dev.perigee.gateway.observe;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Whether the gateway can be used, and which servers are the reason if it cannot, or not wholly. Ready is a gateway
/// that has tried each of its servers once: one that failed makes it degraded, since the others serve.
public record Readiness(String status, List<Reason> servers) {
    /// How ready it is, all in all.
    enum Level {
        READY,
        DEGRADED,
        STARTING
    }

    /// A server that is not as it should be.
    public record Reason(String name, String status, String why) {}

    public Readiness {
        servers = List.copyOf(servers);
    }

    /// `untried` are those servers among the reasons that have not been tried yet.
    static Readiness of(List<Reason> untried, List<Reason> failing) {
        Level level = !untried.isEmpty() ? Level.STARTING : failing.isEmpty() ? Level.READY : Level.DEGRADED;
        List<Reason> reasons = Stream.concat(untried.stream(), failing.stream()).toList();
        return new Readiness(level.name().toLowerCase(Locale.ROOT), reasons);
    }

    /// Without what only those may see who may come in.
    Readiness withoutReasons() {
        return new Readiness(status, List.of());
    }

    int httpStatus() {
        return status.equals("starting") ? 503 : 200;
    }
}
