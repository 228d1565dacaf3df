package dev.perigee.protocol.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.event.EventBatch;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.SatelliteProfile;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;

@Tag("fuzzing")
class SignsOfLifeFuzzTest {
    @FuzzTest
    void whatASatelliteTellsOfItselfReadsBackAsItIsWritten(byte[] input) {
        String text = TextProperty.text(input);
        for (Class<?> type : List.of(Heartbeat.class, EventBatch.class, ConfigReport.class, SatelliteProfile.class)) {
            // As text: a number may be written shorter than it was told, and is the same number then.
            TextProperty.holds(text, json -> onTheWire(Json.WIRE.read(json, type)), Function.identity());
        }
    }

    private static String onTheWire(Object body) {
        return TextProperty.text(Json.WIRE.bytes(body));
    }
}
