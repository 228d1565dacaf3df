package dev.perigee.testkit.mcp;

import dev.perigee.testkit.mcp.offer.Refusal;
import java.util.Arrays;
import java.util.Locale;

/// How much it matters, least first.
enum LogLevel {
    DEBUG,
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL,
    ALERT,
    EMERGENCY;

    /// Throws `Refusal` when there is no such level.
    static LogLevel of(String name) {
        return Arrays.stream(values())
                .filter(level -> level.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new Refusal(Refusal.INVALID_PARAMS, "Unknown log level: " + name));
    }
}
