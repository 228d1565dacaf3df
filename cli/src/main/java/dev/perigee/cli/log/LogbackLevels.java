package dev.perigee.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.perigee.protocol.config.LogLevel;
import dev.perigee.satellite.config.LogLevels;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sets Logback's levels, and takes back what it set. Thread-safe: its monitor guards what it has to take back.
public final class LogbackLevels implements LogLevels {
    private final LoggerContext context;
    private final Map<String, Before> changed = new HashMap<>();

    /// Null where a logger had no level of its own.
    private record Before(@Nullable Level level) {}

    public LogbackLevels(LoggerContext context) {
        this.context = context;
    }

    @Override
    public synchronized void exchange(Map<String, LogLevel> wanted) {
        changed.entrySet().removeIf(each -> {
            boolean over = !wanted.containsKey(each.getKey());
            if (over) {
                context.getLogger(each.getKey()).setLevel(each.getValue().level());
            }
            return over;
        });
        wanted.forEach((name, level) -> {
            Logger logger = context.getLogger(name);
            changed.computeIfAbsent(name, _ -> new Before(logger.getLevel()));
            logger.setLevel(Level.toLevel(level.wireName()));
        });
    }
}
