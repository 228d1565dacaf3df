package dev.perigee.protocol.config;

import dev.perigee.protocol.BadValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// From which severity on a satellite logs, the most severe first.
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    /// Throws `BadValue`, naming `what`.
    public static LogLevel of(String what, String name) {
        return Arrays.stream(values())
                .filter(level -> level.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadValue(
                        what,
                        name,
                        Arrays.stream(values()).map(LogLevel::wireName).collect(Collectors.joining(", "))));
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
