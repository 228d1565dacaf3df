package dev.perigee.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigSchemaTest {
    @Test
    void aSoundConfigurationHasNoMistakes() {
        ConfigDocument sound = ConfigDocument.parse("""
                {"mcpServers": {"files": {"command": "files", "env": {"TOKEN": "t"}}, "far": {"url": "https://far/mcp"}},
                 "pollingIntervals": {"normal": "20s"}, "exec": {"allow": ["echo", "/bin/ls"]}}
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
                        "/mcpServers/typed",
                        "/pollingIntervals/normal",
                        "/pollingIntervals/sometimes");
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
        assertThat(mistakes).hasSize(2);
        assertThat(mistakes.toString()).doesNotContain("hush");
    }
}
