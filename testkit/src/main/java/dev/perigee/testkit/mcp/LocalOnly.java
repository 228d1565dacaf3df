package dev.perigee.testkit.mcp;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Refuses what a foreign page made a browser send: `Host`, and `Origin` if there is one, must name this machine.
final class LocalOnly extends Filter {
    private static final Pattern LOCAL =
            Pattern.compile("(https?://)?(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?", Pattern.CASE_INSENSITIVE);
    private static final int FORBIDDEN = 403;

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (isLocal(exchange.getRequestHeaders().getFirst("Host")) && (origin == null || isLocal(origin))) {
            chain.doFilter(exchange);
        } else {
            Http.empty(exchange, FORBIDDEN);
        }
    }

    @Override
    public String description() {
        return "Only from this machine";
    }

    private static boolean isLocal(@Nullable String name) {
        return name != null && LOCAL.matcher(name).matches();
    }
}
