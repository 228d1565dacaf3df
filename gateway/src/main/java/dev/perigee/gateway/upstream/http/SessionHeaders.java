package dev.perigee.gateway.upstream.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What every HTTP request of a session carries, as far as it is known.
record SessionHeaders(@Nullable String session, @Nullable String version) {
    static final String SESSION = "Mcp-Session-Id";
    static final String VERSION = "MCP-Protocol-Version";
    static final SessionHeaders NONE = new SessionHeaders(null, null);

    private static final int VALUE_MAX = 1_024;

    /// An id that may not stand in a header, by the specification, counts as none.
    SessionHeaders withSession(@Nullable String given) {
        return new SessionHeaders(visible(given) ? given : null, version);
    }

    SessionHeaders withVersion(@Nullable String agreed) {
        return new SessionHeaders(session, visible(agreed) ? agreed : null);
    }

    boolean inSession() {
        return session != null;
    }

    Map<String, String> map() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (session != null) {
            headers.put(SESSION, session);
        }
        if (version != null) {
            headers.put(VERSION, version);
        }
        return headers;
    }

    private static boolean visible(@Nullable String value) {
        return value != null
                && !value.isEmpty()
                && value.length() <= VALUE_MAX
                && value.chars().allMatch(c -> c >= '!' && c <= '~');
    }
}
