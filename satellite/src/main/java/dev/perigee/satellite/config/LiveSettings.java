package dev.perigee.satellite.config;

import dev.perigee.protocol.Durations;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.satellite.command.exec.ExecPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// What of a configuration is looked up when it is needed. Thread-safe: one reference, exchanged as a whole.
public final class LiveSettings {
    private volatile ConfigDocument current = ConfigDocument.EMPTY;

    void exchange(ConfigDocument next) {
        current = next;
    }

    /// How long a poll waits, `own` unless the configuration says otherwise.
    public Duration pollWait(Duration own) {
        return interval("normal", own);
    }

    /// How long it waits at most after a failure before it polls again, `own` unless the configuration says otherwise.
    public Duration errorBackoffMax(Duration own) {
        return interval("errorBackoffMax", own);
    }

    /// How long it waits between polls that come back at once with nothing, `own` unless the configuration says
    /// otherwise.
    public Duration immediate(Duration own) {
        return interval("immediate", own);
    }

    private Duration interval(String name, Duration own) {
        JsonNode given = current.json().path("pollingIntervals").path(name);
        return given.isString() ? Durations.parse(name, given.stringValue()) : own;
    }

    /// What may be run: of what the satellite's own settings allow, no more than the configuration does.
    public ExecPolicy policy(ExecPolicy own) {
        return allowed().map(own::narrowed).orElse(own);
    }

    private Optional<SortedSet<String>> allowed() {
        JsonNode allow = current.json().path("exec").path("allow");
        if (!allow.isArray()) {
            return Optional.empty();
        }
        SortedSet<String> programs = new TreeSet<>();
        allow.forEach(program -> programs.add(program.asString()));
        return Optional.of(programs);
    }
}
