package dev.perigee.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigDocumentTest {
    private static final ConfigDocument WITH_SECRETS = ConfigDocument.parse("""
            {"mcpServers": {"s": {"url": "https://u:p@h/mcp?key=hush", "headers": {"A": "hush"}, "args": ["a"]}}}
            """);

    @Test
    void theOrderOfFieldsAndSpaceDoNotMatterButValuesDo() {
        ConfigDocument one = ConfigDocument.parse("{\"b\": {\"y\": 1, \"x\": [2, 1]}, \"a\": 1}");
        ConfigDocument same = ConfigDocument.parse("{\"a\":1,\"b\":{\"x\":[2,1],\"y\":1}}");
        assertThat(one.text()).isEqualTo("{\"a\":1,\"b\":{\"x\":[2,1],\"y\":1}}");
        assertThat(one.hash()).isEqualTo(same.hash()).hasSize(64);
        assertThat(one).isEqualTo(same);
        assertThat(ConfigDocument.parse("{\"a\":1,\"b\":{\"x\":[1,2],\"y\":1}}").hash())
                .isNotEqualTo(one.hash());
    }

    @Test
    void itTravelsWithItsHash() {
        String wire = Json.WIRE.text(new ConfigReport(1, WITH_SECRETS.hash(), null, null));
        assertThat(Json.WIRE.read(wire, ConfigReport.class)).isEqualTo(ConfigReport.applied(1, WITH_SECRETS.hash()));
        assertThat(Json.WIRE
                        .read(Json.WIRE.text(WITH_SECRETS), ConfigDocument.class)
                        .hash())
                .isEqualTo(WITH_SECRETS.hash());
    }

    @Test
    void whatIsNoObjectIsRefused() {
        assertThatThrownBy(() -> ConfigDocument.parse("[1]"))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("expected a JSON object");
    }

    @Test
    void itShowsNoSecret() {
        assertThat(WITH_SECRETS.toString()).doesNotContain("hush");
        assertThat(ConfigSecrets.shown(WITH_SECRETS).text())
                .isEqualTo("{\"mcpServers\":{\"s\":{\"args\":[\"a\"],\"headers\":{\"A\":\"***\"},"
                        + "\"url\":\"https://***@h/mcp?***\"}}}");
    }

    @Test
    void whatWasShownCanBeGivenBack() {
        List<ConfigPath> lost = new ArrayList<>();
        assertThat(ConfigSecrets.restored(ConfigSecrets.shown(WITH_SECRETS), WITH_SECRETS, lost))
                .isEqualTo(WITH_SECRETS);
        assertThat(lost).isEmpty();
    }

    @Test
    void aMaskForWhichNothingStandsIsLost() {
        List<ConfigPath> lost = new ArrayList<>();
        ConfigDocument given = ConfigDocument.parse("{\"mcpServers\":{\"s\":{\"headers\":{\"B\":\"***\"}}}}");
        ConfigSecrets.restored(given, WITH_SECRETS, lost);
        assertThat(lost).extracting(ConfigPath::toString).containsExactly("/mcpServers/s/headers/B");
    }

    @Test
    void aDifferenceNamesWhereAndShowsThatASecretChanged() {
        ConfigDocument after = ConfigDocument.parse("""
                {"mcpServers": {"s": {"url": "https://u:p@h/mcp?key=other", "headers": {"B": "x"}, "args": ["a"]}}}
                """);
        assertThat(ConfigDiff.between(WITH_SECRETS, after))
                .extracting(Object::toString)
                .containsExactly(
                        "ConfigDifference[path=/mcpServers/s/headers/A, before=\"***\", after=null]",
                        "ConfigDifference[path=/mcpServers/s/headers/B, before=null, after=\"***\"]",
                        "ConfigDifference[path=/mcpServers/s/url, before=\"https://***@h/mcp?***\","
                                + " after=\"https://***@h/mcp?***\"]");
        assertThat(ConfigDiff.between(after, after)).isEmpty();
    }

    @Test
    void theNearerLayerIsLater() {
        List<ConfigScope> scopes = Stream.of(
                        "satellite:a", "labels:env=prod,tier=web", "labels:zone", "group:g", "team:t", "global")
                .map(ConfigScope::parse)
                .sorted()
                .toList();
        assertThat(scopes)
                .extracting(ConfigScope::text)
                .containsExactly(
                        "global", "team:t", "group:g", "labels:zone", "labels:env=prod,tier=web", "satellite:a");
        assertThatThrownBy(() -> ConfigScope.parse("planet:x"))
                .hasMessage("layer \"planet:x\": expected global, team:NAME, group:NAME, labels:SELECTOR or"
                        + " satellite:ID");
    }
}
