package dev.perigee.protocol.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.event.EventBatch;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.SatelliteProfile;
import org.junit.jupiter.api.Tag;

@Tag("fuzzing")
class SignsOfLifeFuzzTest {
    @FuzzTest
    void whatASatelliteTellsOfItselfReadsBackAsItIsWritten(byte[] input) {
        String text = TextProperty.text(input);
        TextProperty.holds(text, json -> Json.WIRE.read(json, Heartbeat.class), SignsOfLifeFuzzTest::onTheWire);
        TextProperty.holds(text, json -> Json.WIRE.read(json, EventBatch.class), SignsOfLifeFuzzTest::onTheWire);
        TextProperty.holds(text, json -> Json.WIRE.read(json, ConfigReport.class), SignsOfLifeFuzzTest::onTheWire);
        TextProperty.holds(text, json -> Json.WIRE.read(json, SatelliteProfile.class), SignsOfLifeFuzzTest::onTheWire);
    }

    private static String onTheWire(Object body) {
        return TextProperty.text(Json.WIRE.bytes(body));
    }
}
