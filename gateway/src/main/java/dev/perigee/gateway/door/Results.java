package dev.perigee.gateway.door;

import dev.perigee.gateway.rpc.JsonObject;
import java.util.Set;

/// Results as clients of the modern era have them: with what kind they are, and where they can be kept, for how
/// long and by whom.
final class Results {
    private static final Set<String> CACHEABLE = Set.of(
            "server/discover",
            "tools/list",
            "prompts/list",
            "resources/list",
            "resources/templates/list",
            "resources/read");

    private Results() {}

    /// What the result of `method` does not say yet is said: that it is complete, and that it may not be kept. What
    /// depends on the caller is nobody else's, whatever its server says.
    static JsonObject complete(String method, JsonObject result, Caller caller) {
        JsonObject whole = result.has("resultType") ? result : result.with("resultType", "complete");
        if (!CACHEABLE.contains(method)) {
            return whole;
        }
        if (!whole.has("ttlMs")) {
            whole = whole.with("ttlMs", 0);
        }
        boolean mayBePublic = caller.equals(Caller.ANYBODY) && whole.has("cacheScope");
        return mayBePublic ? whole : whole.with("cacheScope", "private");
    }
}
