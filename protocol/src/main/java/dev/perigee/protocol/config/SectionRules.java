package dev.perigee.protocol.config;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What each section of a configuration but `mcpServers` may say, setting by setting: `pollingIntervals`,
/// `resourceLimits` for those servers that say nothing of these, `exec`, `logging` and `gateway`.
final class SectionRules {
    private static final int NAMES_MAX = 1_000;
    private static final double CPUS_MIN = 0.01;
    private static final int CPUS_MAX = 4_096;
    private static final int PROCESSES_MAX = 1_000_000;
    private static final int GATEWAY_PROCESSES_MAX = 1_000;
    private static final int CALLS_MAX = 10_000;
    private static final Duration DAY = Duration.ofHours(24);
    private static final Pattern MEMORY = Pattern.compile("[1-9]\\d{0,5}[MG]B");
    private static final Pattern SERVERS = Pattern.compile("[A-Za-z0-9_.*-]{1,40}");
    private static final Pattern TOOLS = Pattern.compile("[^\\s\\p{Cntrl}]{1,200}");
    private static final Pattern LOGGER =
            Pattern.compile("dev\\.perigee\\.(?:satellite|gateway|process)(?:\\.[A-Za-z0-9_]{1,100}){0,20}");

    static final Map<String, Map<String, Rule>> ALL = Map.of(
            "pollingIntervals",
            Map.of(
                    "normal", duration(Duration.ofSeconds(1), Duration.ofMinutes(1)),
                    "immediate", duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
                    "errorBackoffMax", duration(Duration.ofSeconds(1), Duration.ofMinutes(10))),
            "resourceLimits",
            Map.of(
                    "cpus", one(SectionRules::cpus),
                    "memory", one(SectionRules::memory),
                    "processes", number(PROCESSES_MAX)),
            "exec",
            Map.of("allow", one(SectionRules::programs)),
            "logging",
            Map.of("level", one(SectionRules::level), "loggers", SectionRules::loggers),
            "gateway",
            Map.of(
                    "allowServers", names(SERVERS, "names of servers, with * for any characters"),
                    "denyServers", names(SERVERS, "names of servers, with * for any characters"),
                    "allowTools", names(TOOLS, "tools as server__tool, with * for any characters"),
                    "denyTools", names(TOOLS, "tools as server__tool, with * for any characters"),
                    "requestLog", one(SectionRules::truth),
                    "idleMax", duration(Duration.ofSeconds(10), DAY),
                    "silenceMax", duration(Duration.ofSeconds(1), DAY),
                    "callMax", duration(Duration.ofSeconds(1), DAY),
                    "processesMax", number(GATEWAY_PROCESSES_MAX),
                    "callsMax", number(CALLS_MAX)));

    private SectionRules() {}

    /// What stands at a path must be so; otherwise that is found. `whole`: null is not taken.
    @FunctionalInterface
    interface Rule {
        void check(ConfigPath path, JsonNode value, boolean whole, List<ConfigMistake> found);
    }

    /// What one value must be; throws `BadValue` otherwise.
    @FunctionalInterface
    private interface Check {
        void check(String name, JsonNode value);
    }

    private static Rule one(Check check) {
        return (path, value, _, found) -> {
            try {
                check.check(path.names().getLast(), value);
            } catch (BadValue e) {
                found.add(new ConfigMistake(path.toString(), String.valueOf(e.getMessage())));
            }
        };
    }

    private static Rule duration(Duration min, Duration max) {
        return one((name, value) -> {
            if (!value.isString()) {
                throw new BadValue(name + " is " + value.getNodeType() + ": expected a duration such as 30s");
            }
            var _ = Durations.between(name, Durations.parse(name, value.stringValue()), min, max);
        });
    }

    private static Rule number(int max) {
        return one((name, value) -> {
            if (!value.canConvertToInt() || value.intValue() < 1 || value.intValue() > max) {
                throw new BadValue(name, value, "a whole number from 1 to " + max);
            }
        });
    }

    private static Rule names(Pattern form, String expected) {
        return one((name, value) -> {
            if (!value.isArray() || value.size() > NAMES_MAX) {
                throw new BadValue(name, value.getNodeType(), "an array of at most " + NAMES_MAX + " " + expected);
            }
            value.forEach(each -> {
                if (!each.isString() || !form.matcher(each.stringValue()).matches()) {
                    throw new BadValue(name, each, expected);
                }
            });
        });
    }

    private static void truth(String name, JsonNode value) {
        if (!value.isBoolean()) {
            throw new BadValue(name, value, "true or false");
        }
    }

    private static void level(String name, JsonNode value) {
        var _ = LogLevel.of(name, value.isString() ? value.stringValue() : value.toString());
    }

    private static void loggers(ConfigPath path, JsonNode value, boolean whole, List<ConfigMistake> found) {
        if (!value.isObject() || value.size() > NAMES_MAX) {
            found.add(new ConfigMistake(
                    path.toString(),
                    value.getNodeType() + ": expected an object of at most " + NAMES_MAX
                            + " loggers and their levels"));
            return;
        }
        value.properties().forEach(logger -> {
            ConfigPath at = path.to(logger.getKey());
            if (!LOGGER.matcher(logger.getKey()).matches()) {
                found.add(new ConfigMistake(
                        at.toString(),
                        "logger \"" + logger.getKey()
                                + "\": expected one of the satellite's own, in dev.perigee.satellite,"
                                + " dev.perigee.gateway or dev.perigee.process"));
            } else if (!logger.getValue().isNull() || whole) {
                one(SectionRules::level).check(at, logger.getValue(), whole, found);
            }
        });
    }

    private static void cpus(String name, JsonNode value) {
        if (!value.isNumber() || value.doubleValue() < CPUS_MIN || value.doubleValue() > CPUS_MAX) {
            throw new BadValue(name, value, "a number from " + CPUS_MIN + " to " + CPUS_MAX);
        }
    }

    private static void memory(String name, JsonNode value) {
        if (!value.isString() || !MEMORY.matcher(value.stringValue()).matches()) {
            throw new BadValue(name, value, "a size such as 512MB or 2GB");
        }
    }

    private static void programs(String name, JsonNode value) {
        if (value.isArray() && value.size() <= NAMES_MAX) {
            value.forEach(program -> {
                boolean named = program.isString() && !program.stringValue().isBlank();
                if (!named
                        || (program.stringValue().contains("/")
                                && !program.stringValue().startsWith("/"))) {
                    throw new BadValue(name, program, "program names or absolute paths");
                }
            });
        } else {
            throw new BadValue(name, value, "an array of at most " + NAMES_MAX + " programs");
        }
    }
}
