package dev.perigee.protocol.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Labels;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistrationRequestTest {
    @Test
    void theProfileStandsBesideTheId() {
        RegistrationRequest request = new RegistrationRequest(
                new SatelliteId("edge-1"),
                new SatelliteProfile("1.0", "Linux", new GroupName("web"), Labels.of(Map.of("env", "prod")), 8));

        String json = Json.WIRE.text(request);

        assertThat(json)
                .isEqualTo("{\"satellite\":\"edge-1\",\"version\":\"1.0\",\"platform\":\"Linux\",\"group\":\"web\","
                        + "\"labels\":{\"env\":\"prod\"},\"maxConcurrent\":8,\"capabilities\":[],\"routes\":[]}");
        assertThat(Json.WIRE.read(json, RegistrationRequest.class)).isEqualTo(request);
    }

    @Test
    void anOlderSatelliteSaysLess() {
        assertThat(Json.WIRE.read(
                        "{\"satellite\":\"edge-1\",\"version\":\"0.1\",\"platform\":\"Linux\"}",
                        RegistrationRequest.class))
                .isEqualTo(new RegistrationRequest(new SatelliteId("edge-1"), SatelliteProfile.of("0.1", "Linux")));
    }
}
