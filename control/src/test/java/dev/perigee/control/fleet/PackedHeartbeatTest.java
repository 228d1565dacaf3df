package dev.perigee.control.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.heartbeat.Condition;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.ProcessStatus;
import dev.perigee.protocol.heartbeat.ProcessStatus.Kind;
import dev.perigee.protocol.heartbeat.SystemMetrics;
import dev.perigee.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackedHeartbeatTest {
    private static final TeamName BLUE = new TeamName("blue");

    @Test
    void allOfItComesOutAgain() {
        Heartbeat heartbeat = new Heartbeat(
                Condition.DEGRADED,
                new SystemMetrics(12.3, Long.MAX_VALUE, 0L, 99.9, null, 255L, 256L),
                List.of(
                        new ProcessStatus(Kind.COMMAND, "ünïcode", "running", 0, null, null, null, null),
                        new ProcessStatus(Kind.MCP_SERVER, "a", "online", 1, 0.0, 1L << 40, BLUE, 0),
                        new ProcessStatus(Kind.MCP_SERVER, "b", "online", 300, 99.99, 127L, BLUE, 128)),
                65_536,
                Map.of(BLUE, 2, new TeamName("red"), 0),
                Map.of(BLUE, 1),
                1_000_000,
                "1.2.3",
                null);

        assertThat(PackedHeartbeat.of(heartbeat).unpack()).isEqualTo(heartbeat);
    }

    @Test
    void anEmptyOneComesOutAgain() {
        Heartbeat heartbeat = Json.WIRE.read("{}", Heartbeat.class);

        assertThat(PackedHeartbeat.of(heartbeat).unpack()).isEqualTo(heartbeat);
    }

    @Test
    void whatWasWrittenDownIsReadAgainUnlessItIsOfAnotherForm() {
        Heartbeat heartbeat = Json.WIRE.read(
                "{\"version\":\"1\",\"processes\":[{\"kind\":\"command\",\"name\":\"a\",\"state\":\"running\"}]}",
                Heartbeat.class);
        byte[] bytes = PackedHeartbeat.of(heartbeat).bytes();

        assertThat(PackedHeartbeat.read(bytes).orElseThrow().unpack()).isEqualTo(heartbeat);
        assertThat(PackedHeartbeat.read(new byte[0])).isEmpty();
        assertThat(PackedHeartbeat.read("{\"errors\":1}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        for (int length = 1; length < bytes.length; length++) {
            assertThat(PackedHeartbeat.read(Arrays.copyOf(bytes, length))).isEmpty();
        }
    }

    @Test
    void whatIsBrokenIsNeverMoreThanUnknown() {
        byte[] bytes = PackedHeartbeat.of(Json.WIRE.read(
                        "{\"version\":\"1\",\"processes\":[{\"kind\":\"command\",\"name\":\"abc\",\"state\":\"on\"}]}",
                        Heartbeat.class))
                .bytes();
        for (int at = 0; at < bytes.length; at++) {
            for (int value = Byte.MIN_VALUE; value <= Byte.MAX_VALUE; value++) {
                byte[] broken = bytes.clone();
                broken[at] = (byte) value;

                assertThatCode(() -> PackedHeartbeat.read(broken)).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void itTakesLessThanAThirdOfWhatItsJsonTakes() {
        List<ProcessStatus> processes = IntStream.range(0, 100)
                .mapToObj(i -> new ProcessStatus(
                        Kind.MCP_SERVER, "server-" + i, "online", 2, i / 3.0, 1_000_000L * i, BLUE, i))
                .toList();
        Heartbeat heartbeat =
                new Heartbeat(Condition.ACTIVE, SystemMetrics.UNKNOWN, processes, 0, Map.of(), Map.of(), 0, "1", null);

        assertThat(PackedHeartbeat.of(heartbeat).bytes().length).isLessThan(Json.WIRE.bytes(heartbeat).length / 3);
    }
}
