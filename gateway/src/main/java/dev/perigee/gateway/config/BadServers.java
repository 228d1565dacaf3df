package dev.perigee.gateway.config;

import java.util.ArrayList;
import java.util.List;

/// Servers that are not configured as they should be. Names all mistakes, each with its field and server, what was
/// given and what was expected, and no secret.
public final class BadServers extends IllegalArgumentException {
    public static final int PROBLEMS_MAX = 50;

    private final transient List<String> problems;

    BadServers(List<String> all) {
        super(String.join("; ", bounded(all)));
        this.problems = bounded(all);
    }

    /// At least one.
    public List<String> problems() {
        return problems;
    }

    /// The first of them, and how many more there are.
    public static List<String> bounded(List<String> all) {
        if (all.size() <= PROBLEMS_MAX) {
            return List.copyOf(all);
        }
        List<String> first = new ArrayList<>(all.subList(0, PROBLEMS_MAX));
        first.add("and " + (all.size() - PROBLEMS_MAX) + " more mistakes");
        return List.copyOf(first);
    }
}
