package dev.perigee.satellite.config;

import dev.perigee.gateway.policy.GatewayPolicy;
import dev.perigee.gateway.policy.NameFilter;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.LogLevel;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What sections of a configuration without mistakes say, for those that they concern. Pure.
final class Sections {
    /// What the satellite's own log is written by. What it shares with a control plane in one process is not in it, and
    /// neither are libraries, whose finer levels may show what is secret.
    private static final List<String> OWN =
            List.of("dev.perigee.gateway", "dev.perigee.process", "dev.perigee.satellite");

    private Sections() {}

    /// By logger; `level` is for all of the satellite's own that `loggers` does not name.
    static SortedMap<String, LogLevel> logging(ConfigDocument document) {
        SortedMap<String, LogLevel> levels = new TreeMap<>();
        JsonNode section = document.json().path("logging");
        if (section.path("level").isString()) {
            LogLevel level = LogLevel.of("level", section.path("level").stringValue());
            OWN.forEach(logger -> levels.put(logger, level));
        }
        section.path("loggers")
                .properties()
                .forEach(logger -> levels.put(
                        logger.getKey(),
                        LogLevel.of(logger.getKey(), logger.getValue().stringValue())));
        return levels;
    }

    static GatewayPolicy policy(ConfigDocument document) {
        JsonNode section = document.json().path("gateway");
        return new GatewayPolicy(
                filter(section, "allowServers", "denyServers"),
                filter(section, "allowTools", "denyTools"),
                section.path("requestLog").booleanValue(true),
                new GatewayPolicy.Limits(
                        duration(section, "idleMax"),
                        duration(section, "silenceMax"),
                        duration(section, "callMax"),
                        number(section, "processesMax"),
                        number(section, "callsMax")));
    }

    private static @Nullable Integer number(JsonNode section, String name) {
        JsonNode given = section.path(name);
        return given.isInt() ? given.intValue() : null;
    }

    private static NameFilter filter(JsonNode section, String allow, String deny) {
        return new NameFilter(
                section.path(allow).isArray() ? texts(section.path(allow)) : null, texts(section.path(deny)));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }

    private static @Nullable Duration duration(JsonNode section, String name) {
        JsonNode given = section.path(name);
        return given.isString() ? Durations.parse(name, given.stringValue()) : null;
    }
}
