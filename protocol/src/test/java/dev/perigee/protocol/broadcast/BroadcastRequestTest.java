package dev.perigee.protocol.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.target.Target;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BroadcastRequestTest {
    @Test
    void targetAndCommandAreEnough() {
        BroadcastRequest request =
                Json.STRICT.read("{\"to\":\"group:web\",\"command\":{\"type\":\"ping\"}}", BroadcastRequest.class);

        assertThat(request).isEqualTo(BroadcastRequest.of(Target.parse("group:web"), new CommandSpec.Ping()));
        assertThat(request.priority()).isEqualTo(Priority.NORMAL);
        assertThat(request.ttl()).isEqualTo(Duration.ofSeconds(60));
        assertThat(request.pacing()).isEqualTo(Pacing.NONE);
        assertThat(request.includeStale()).isFalse();
    }

    @Test
    void aRequestComesBackAsItWas() {
        BroadcastRequest request = Json.STRICT.read("""
                {"to": "all", "command": {"type": "exec", "program": "true"}, "ttl": "5m", "key": "k",
                 "includeStale": true, "maxConcurrent": "10%", "maxFailures": 0}""", BroadcastRequest.class);

        assertThat(request.pacing()).isEqualTo(new Pacing(new Portion(10, true), new Portion(0, false)));
        assertThat(Json.STRICT.read(Json.WIRE.bytes(request), BroadcastRequest.class))
                .isEqualTo(request);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"command":{"type":"ping"}} | to is missing: expected a target
            {"to":"all"} | command is missing
            {"to":"all","command":{"type":"ping"},"ttl":"1s"} | ttl "1s": expected 5s to 7d
            {"to":"all","command":{"type":"ping"},"maxConcurrent":0} | maxConcurrent "0": expected at least 1
            {"to":"all","command":{"type":"ping"},"maxFailures":"101%"} | portion "101%": expected a whole number
            {"to":"all","command":{"type":"ping"},"waves":3} | field "waves": expected one of
            """)
    void whatCannotBeMeantIsRefused(String json, String message) {
        assertThatThrownBy(() -> Json.STRICT.read(json, BroadcastRequest.class))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"10, 1000, 10", "10%, 1000, 100", "10%, 5, 1", "1%, 101, 2", "100%, 7, 7", "0, 7, 0", "50%, 3, 2"})
    void aPercentageIsRoundedUpAndAtLeastOne(String portion, int members, int expected) {
        assertThat(Portion.parse(portion).outOf(members)).isEqualTo(expected);
        assertThat(Portion.parse(portion).text()).isEqualTo(portion);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "0%", "101%", "1.5", "x", "10 %", "12345678"})
    void otherPortionsAreRefused(String portion) {
        assertThatThrownBy(() -> Portion.parse(portion)).isInstanceOf(BadValue.class);
    }
}
