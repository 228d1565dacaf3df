package dev.perigee.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigSchemaTest {
    @Test
    void aSoundConfigurationHasNoMistakes() {
        ConfigDocument sound = ConfigDocument.parse("""
                {"mcpServers": {"files": {"command": "files", "env": {"TOKEN": "t"}}, "far": {"url": "https://far/mcp"}},
                 "pollingIntervals": {"normal": "20s", "immediate": "500ms"}, "resourceLimits": {"cpus": 0.5, "memory": "512MB", "processes": 20},
                 "exec": {"allow": ["echo", "/bin/ls"]},
                 "logging": {"level": "warn", "loggers": {"dev.perigee.gateway.requests": "debug"}},
                 "gateway": {"allowServers": ["files*"], "denyServers": [], "denyTools": ["*__delete_*"],
                             "requestLog": false, "idleMax": "1m", "callMax": "5m", "processesMax": 10, "callsMax": 5}}
                """);
        assertThat(ConfigSchema.ofWhole(sound)).isEmpty();
        assertThat(ConfigSchema.ofLayer(sound)).isEmpty();
    }

    @Test
    void allMistakesAreNamedAtOnceWithTheirPaths() {
        ConfigDocument bad = ConfigDocument.parse("""
                {"mcpServers": {"a__b": {"command": "x"}, "typed": {"command": 1}, "idle": {}},
                 "pollingIntervals": {"normal": "2h", "sometimes": "1s"},
                 "exec": {"allow": ["bin/ls"]}, "colour": {}}
                """);
        assertThat(ConfigSchema.ofWhole(bad))
                .extracting(ConfigMistake::path)
                .containsExactly(
                        "/colour",
                        "/exec/allow",
                        "/mcpServers/a__b",
                        "/mcpServers/idle",
                        "/mcpServers/typed/command",
                        "/pollingIntervals/normal",
                        "/pollingIntervals/sometimes");
    }

    @Test
    void limitsThatCannotBeAreMistakes() {
        ConfigDocument bad = ConfigDocument.parse("""
                {"resourceLimits": {"cpus": "2", "memory": "much", "processes": 1.5, "disk": 1},
                 "pollingIntervals": {"errorBackoffMax": "1h"}}
                """);
        assertThat(ConfigSchema.ofLayer(bad))
                .extracting(ConfigMistake::path)
                .containsExactly(
                        "/pollingIntervals/errorBackoffMax",
                        "/resourceLimits/cpus",
                        "/resourceLimits/disk",
                        "/resourceLimits/memory",
                        "/resourceLimits/processes");
    }

    @Test
    void mistakesInLoggingAndInTheGatewaysPolicyAreNamedAtOnceWithWhatWasExpected() {
        ConfigDocument bad = ConfigDocument.parse("""
                {"logging": {"level": "loud", "loggers": {"io.netty": "debug", "dev.perigee.satellite.link": 3}, "audit": 1},
                 "gateway": {"allowServers": "files", "denyTools": ["a b"], "requestLog": "no", "idleMax": "1s",
                             "processesMax": 0, "callsMaximum": 5},
                 "pollingIntervals": {"immediate": "1ms"}}
                """);
        assertThat(ConfigSchema.ofLayer(bad))
                .extracting(ConfigMistake::toString)
                .satisfiesExactly(
                        mistake -> assertThat(mistake).contains("/gateway/allowServers", "an array"),
                        mistake -> assertThat(mistake).contains("/gateway/callsMaximum", "unknown setting", "callMax"),
                        mistake -> assertThat(mistake).contains("/gateway/denyTools", "a b", "server__tool"),
                        mistake -> assertThat(mistake).contains("/gateway/idleMax", "1s", "10s to 1d"),
                        mistake -> assertThat(mistake).contains("/gateway/processesMax", "1 to 1000"),
                        mistake -> assertThat(mistake).contains("/gateway/requestLog", "true or false"),
                        mistake -> assertThat(mistake).contains("/logging/audit", "unknown setting"),
                        mistake -> assertThat(mistake).contains("/logging/level", "loud", "error, warn, info"),
                        mistake -> assertThat(mistake).contains("/logging/loggers/dev.perigee.satellite.link", "3"),
                        mistake -> assertThat(mistake).contains("/logging/loggers/io.netty", "dev.perigee.gateway"),
                        mistake -> assertThat(mistake).contains("/pollingIntervals/immediate", "100ms to 1m"));
    }

    @Test
    void ofALoggerNullTakesAwayWhatAnEarlierLayerBrought() {
        ConfigDocument part =
                ConfigDocument.parse("{\"logging\": {\"loggers\": {\"dev.perigee.satellite.link\": null}}}");
        assertThat(ConfigSchema.ofLayer(part)).isEmpty();
        assertThat(ConfigSchema.ofWhole(part))
                .extracting(ConfigMistake::path)
                .containsExactly("/logging/loggers/dev.perigee.satellite.link");
    }

    @Test
    void whoseAServerIsMustBeSaidInAFewWords() {
        ConfigDocument bad = ConfigDocument.parse("""
                {"mcpServers": {"a": {"command": "x", "team": "no team", "user": 7, "installation": "", "serverId": "s"}}}
                """);
        assertThat(ConfigSchema.ofWhole(bad))
                .extracting(ConfigMistake::path)
                .containsExactlyInAnyOrder("/mcpServers/a/installation", "/mcpServers/a/team", "/mcpServers/a/user");
    }

    @Test
    void allMistakesOfOneServerAreNamedAtOnce() {
        ConfigDocument bad = ConfigDocument.parse("""
                {"mcpServers": {"a": {"command": 1, "args": [2], "env": {"T": 3, "U": "u"}, "headers": []}}}
                """);
        assertThat(ConfigSchema.ofWhole(bad))
                .extracting(ConfigMistake::path)
                .containsExactly(
                        "/mcpServers/a/command", "/mcpServers/a/args", "/mcpServers/a/env/T", "/mcpServers/a/headers");
    }

    @Test
    void ofALayerAPartIsEnoughAndNullTakesAway() {
        ConfigDocument part = ConfigDocument.parse("""
                {"mcpServers": {"files": {"env": {"A": "1", "B": null}}, "gone": null}, "exec": null}
                """);
        assertThat(ConfigSchema.ofLayer(part)).isEmpty();
        assertThat(ConfigSchema.ofWhole(part))
                .extracting(ConfigMistake::path)
                .containsExactly("/exec", "/mcpServers/files", "/mcpServers/gone");
    }

    @Test
    void noMistakeNamesASecret() {
        ConfigDocument bad = ConfigDocument.parse(
                "{\"mcpServers\": {\"a\": {\"command\": 5, \"env\": {\"T\": \"hush\"}}, \"b\": {\"env\": \"hush\"}}}");
        List<ConfigMistake> mistakes = ConfigSchema.ofWhole(bad);
        assertThat(mistakes).hasSize(3);
        assertThat(mistakes.toString()).doesNotContain("hush");
    }
}
