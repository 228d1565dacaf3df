package dev.perigee.protocol.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    @Test
    void allOfItGoesThereAndBack() {
        Heartbeat heartbeat = new Heartbeat(
                Condition.DEGRADED,
                new SystemMetrics(12.5, 1L, 4L, 99.0, 5L, 6L, 7L),
                List.of(
                        new ProcessStatus(ProcessStatus.Kind.COMMAND, "id", "running", 2, 150.0, 4096L, null, null),
                        new ProcessStatus(
                                ProcessStatus.Kind.MCP_SERVER, "web", "online", 1, null, null, new TeamName("a"), 3)),
                4,
                Map.of(new TeamName("a"), 1),
                9,
                "1.0",
                "");

        assertThat(Json.WIRE.read(Json.WIRE.bytes(heartbeat), Heartbeat.class)).isEqualTo(heartbeat);
        assertThat(heartbeat.system().memoryUsedPercent()).isEqualTo(25);
        assertThat(heartbeat.withoutUrl().publicUrl()).isNull();
    }

    @Test
    void whatANewerOrOlderSatelliteSendsIsTaken() {
        Heartbeat heartbeat = Json.WIRE.read("{\"later\":1}", Heartbeat.class);

        assertThat(heartbeat.condition()).isEqualTo(Condition.ACTIVE);
        assertThat(heartbeat.system().memoryUsedPercent()).isNaN();
        assertThat(heartbeat.processes()).isEmpty();
    }

    @Test
    void whatCannotBeIsRefusedByName() {
        refused("{\"errors\":-1}", "errors \"-1\": expected 0 or more");
        refused("{\"condition\":\"fine\"}", "condition \"fine\": expected active, degraded or error");
        refused("{\"system\":{\"cpuPercent\":101}}", "system.cpuPercent \"101.0\": expected 0 to 100");
        refused(
                "{\"processes\":[{\"kind\":\"vm\",\"name\":\"a\",\"state\":\"b\"}]}",
                "processes.kind \"vm\": expected command or mcp-server");
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> Json.WIRE.read(json, Heartbeat.class))
                .isInstanceOf(BadValue.class)
                .hasMessage(message);
    }
}
