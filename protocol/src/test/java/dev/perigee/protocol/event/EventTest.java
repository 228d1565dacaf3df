package dev.perigee.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.json.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void comesBackFromTheWireAsItWas() {
        Event event = Event.of(
                new EventId("1"),
                Event.source(new SatelliteId("far")),
                NOON,
                "files",
                new ServerEvent.Crashed("files", null, null, null, "17", 1, "SIGSEGV", 3L, 2, true, "gone"));
        Event read = Json.WIRE.read(Json.WIRE.bytes(event), Event.class);
        assertThat(read).isEqualTo(event);
        assertThat(read.payload())
                .isInstanceOfSatisfying(
                        ServerEvent.Crashed.class,
                        it -> assertThat(it.crashes()).isEqualTo(2));
        assertThat(Json.WIRE.text(event)).contains("\"specversion\":\"1.0\"", "\"data\":{");
    }

    @Test
    void whatIsNotKnownSurvives() {
        String data = "{\"deep\":[1,{\"x\":null}],\"n\":1.50}";
        Event event = read("{'id':'1','source':'/s','type':'brand.new','time':'2026-01-31T13:00:00+01:00','data':"
                + data + ",'extension':7}");
        assertThat(event.time()).isEqualTo(NOON);
        assertThat(event.payload()).isInstanceOf(EventData.Unknown.class);
        assertThat(event.data()).contains("\"deep\":[1,{\"x\":null}]");
    }

    @Test
    void everyTypeReadsBackAsItself() {
        assertThat(EventData.known()).hasSize(31);
        EventData.known().forEach((type, payload) -> {
            EventData read = EventData.read(type, "{\"unheard\":true}");
            assertThat(read).isInstanceOf(payload);
            assertThat(read.type()).isEqualTo(type);
        });
        assertThat(Arrays.asList(
                        "mcp.server.started",
                        "mcp.server.crashed",
                        "mcp.server.restarted",
                        "mcp.server.permanently_failed",
                        "mcp.server.dormant",
                        "mcp.server.respawned",
                        "mcp.server.status_changed",
                        "mcp.server.logs",
                        "mcp.request.logs",
                        "mcp.tool.executed",
                        "mcp.tools.discovered",
                        "mcp.tools.updated",
                        "mcp.client.connected",
                        "mcp.client.disconnected",
                        "config.refreshed",
                        "config.error"))
                .allMatch(EventData.known()::containsKey);
    }

    @Test
    void aFieldOfAnotherKindIsNamed() {
        assertThatThrownBy(() -> EventData.read("mcp.tools.updated", "{\"total\":\"many\"}"))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("total");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'source':'/s','type':'a.b','time':'2026-01-31T12:00:00Z'} | id is missing
                    {'id':'a b','source':'/s','type':'a.b','time':'2026-01-31T12:00:00Z'} | a b
                    {'id':'1','source':'/s','type':'A!','time':'2026-01-31T12:00:00Z'} | A!
                    {'id':'1','source':'/s','type':'a.b','time':'noon'} | noon
                    {'id':'1','source':'/s','type':'a.b','time':'2026-01-31T12:00:00Z','data':[]} | data
                    {'id':'1','specversion':'0.3','source':'/s','type':'a','time':'2026-01-31T12:00:00Z'} | 0.3
                    {'id':1,'source':'/s','type':'a','time':'2026-01-31T12:00:00Z'} | a string
                    [] | a JSON object
                    """)
    void whatIsWrongIsNamed(String json, String named) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(BadValue.class).hasMessageContaining(named);
    }

    @Test
    void patternsFitATypeOrWhatBeginsWithIt() {
        assertThat(Map.of("mcp.*", true, "*", true, "mcp.server.crashed", true, "mcp.server", false, "config.*", false))
                .allSatisfy((pattern, fits) -> assertThat(new EventPattern(pattern).fits("mcp.server.crashed"))
                        .isEqualTo(fits));
        assertThatThrownBy(() -> new EventPattern("mcp*")).hasMessageContaining("mcp*");
    }

    @Test
    void aBatchHasOneToAHundred() {
        assertThatThrownBy(() -> Json.WIRE.read("{\"events\":[]}", EventBatch.class))
                .hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> Json.WIRE.read("{}", EventBatch.class)).hasMessageContaining("missing");
        String hundredOne = "[" + "1,".repeat(100) + "1]";
        assertThatThrownBy(() -> Json.WIRE.read("{\"events\":" + hundredOne + "}", EventBatch.class))
                .hasMessageContaining("101");
    }

    private static Event read(String json) {
        return Json.WIRE.read(json.replace('\'', '"'), Event.class);
    }
}
