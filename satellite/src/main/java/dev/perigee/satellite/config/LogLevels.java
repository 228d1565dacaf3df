package dev.perigee.satellite.config;

import dev.perigee.protocol.config.LogLevel;
import java.util.Map;

/// How much of the satellite's own log is written. Thread-safe.
@FunctionalInterface
public interface LogLevels {
    /// Of a satellite whose log is somebody else's matter.
    LogLevels FIXED = _ -> {};

    /// Has these loggers, and those below them in name, log from these levels on, and all others as the satellite was
    /// started with.
    void exchange(Map<String, LogLevel> wanted);
}
