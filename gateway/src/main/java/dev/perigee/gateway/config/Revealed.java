package dev.perigee.gateway.config;

import java.util.Set;

/// What stands somewhere in a server's configuration and came from a reference to something secret. Prints without it.
public record Revealed(Set<String> values) {
    public static final Revealed NOTHING = new Revealed(Set.of());

    public Revealed {
        values = Set.copyOf(values);
    }

    @Override
    public String toString() {
        return values.size() + " secrets";
    }
}
