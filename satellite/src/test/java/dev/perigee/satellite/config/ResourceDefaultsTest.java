package dev.perigee.satellite.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ResourceDefaultsTest {
    private static final JsonNode LIMITS = json("{'cpus':0.5,'memory':'512MB'}");

    @Test
    void aProgramHasTheDefaultsWhereItSaysNothingElse() {
        assertThat(ResourceDefaults.laidUnder(
                        Map.of(
                                "plain", json("{'command':'x'}"),
                                "own", json("{'command':'x','resources':{'memory':'1GB'}}"),
                                "far", json("{'url':'https://h'}")),
                        LIMITS))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "plain", json("{'command':'x','resources':{'cpus':0.5,'memory':'512MB'}}"),
                        "own", json("{'command':'x','resources':{'cpus':0.5,'memory':'1GB'}}"),
                        "far", json("{'url':'https://h'}")));
    }

    @Test
    void withoutLimitsNothingChanges() {
        Map<String, JsonNode> servers = Map.of("plain", json("{'command':'x'}"));
        assertThat(ResourceDefaults.laidUnder(servers, json("{}").path("resourceLimits")))
                .isEqualTo(servers);
    }

    private static JsonNode json(String text) {
        return Json.WIRE.read(text.replace('\'', '"'), JsonNode.class);
    }
}
