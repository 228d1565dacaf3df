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
                Map.of(new TeamName("b"), 2),
                9,
                "1.0",
                "");

        assertThat(Json.WIRE.read(Json.WIRE.bytes(heartbeat), Heartbeat.class)).isEqualTo(heartbeat);
        assertThat(heartbeat.system().memoryUsedPercent()).isEqualTo(25);
        assertThat(heartbeat.withoutUrl().publicUrl()).isNull();
    }

    @Test
    void whatASatelliteOfATeamRunsIsThatTeams() {
        Heartbeat told = Json.WIRE.read("""
                {"serversByTeam": {"other": 7}, "processes": [
                  {"kind": "mcp-server", "name": "a", "state": "online"},
                  {"kind": "mcp-server", "name": "b", "state": "online"},
                  {"kind": "command", "name": "c", "state": "running"}]}""", Heartbeat.class);

        Heartbeat counted = told.of(new TeamName("blue"));

        assertThat(counted.serversByTeam()).isEqualTo(Map.of(new TeamName("blue"), 2));
        assertThat(counted.commandsByTeam()).isEqualTo(Map.of(new TeamName("blue"), 1));
        assertThat(counted.processes()).isEqualTo(told.processes());
    }

    @Test
    void whatANewerOrOlderSatelliteSendsIsTaken() {
        Heartbeat heartbeat = Json.WIRE.read("{\"later\":1}", Heartbeat.class);

        assertThat(heartbeat.condition()).isEqualTo(Condition.ACTIVE);
        assertThat(heartbeat.system().memoryUsedPercent()).isNaN();
        assertThat(heartbeat.processes()).isEmpty();
    }

    @Test
    void aProcessOfANewerSatelliteIsTaken() {
        Heartbeat heartbeat = Json.WIRE.read("""
                {"processes": [{"kind": "command", "later": {"a": [1]}, "name": "a", "state": "b", "tools": null}]}
                """, Heartbeat.class);

        assertThat(heartbeat.processes())
                .containsExactly(new ProcessStatus(ProcessStatus.Kind.COMMAND, "a", "b", 0, null, null, null, null));
    }

    @Test
    void whatCannotBeIsRefusedByName() {
        refused("{\"serversByTeam\":{\"a\":-1}}", "serversByTeam.a \"-1\": expected 0 or more");
        refused("{\"errors\":-1}", "errors \"-1\": expected 0 or more");
        refused("{\"condition\":\"fine\"}", "condition \"fine\": expected active, degraded or error");
        refused("{\"system\":{\"cpuPercent\":101}}", "system.cpuPercent \"101.0\": expected 0 to 100");
        refused(
                "{\"processes\":[{\"kind\":\"vm\",\"name\":\"a\",\"state\":\"b\"}]}",
                "processes.kind \"vm\": expected command or mcp-server");
        refused("{\"processes\":[{\"name\":\"a\"}]}", "processes.kind is missing: expected command or mcp-server");
        refused("{\"processes\":[7]}", "processes \"7\": expected objects with kind, name and state");
        refused(
                "{\"processes\":[{\"kind\":\"command\",\"name\":\"a\",\"state\":\"b\",\"cpuPercent\":\"x\"}]}",
                "processes.cpuPercent \"x\": expected a number");
        refused("{\"processes\":[{\"kind\":1}]}", "processes.kind \"1\": expected a text");
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> Json.WIRE.read(json, Heartbeat.class))
                .isInstanceOf(BadValue.class)
                .hasMessage(message);
    }
}
