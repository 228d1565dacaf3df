package dev.perigee.gateway.observe;

import dev.perigee.gateway.upstream.ServerName;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The tools of each server that metrics name: those that it has listed or done successfully, the first of them up
/// to a number. Whatever else a client calls is counted as one, so that no client can make up names. Thread-safe.
final class ToolNames {
    static final int PER_SERVER_MAX = 100;
    static final int LENGTH_MAX = 128;
    static final String OTHER = "other";

    private final Map<ServerName, Set<String>> known = new ConcurrentHashMap<>();

    void learn(ServerName server, Collection<String> tools) {
        known.compute(server, (_, before) -> {
            Set<String> names = before == null ? ConcurrentHashMap.newKeySet() : before;
            tools.forEach(tool -> {
                if (names.size() < PER_SERVER_MAX && tool.length() <= LENGTH_MAX) {
                    names.add(tool);
                }
            });
            return names;
        });
    }

    /// The name that stands for the tool.
    String shown(ServerName server, String tool) {
        return known.getOrDefault(server, Set.of()).contains(tool) ? tool : OTHER;
    }

    void forget(ServerName server) {
        known.remove(server);
    }
}
