package dev.perigee.protocol.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.broadcast.BroadcastRequest;
import dev.perigee.protocol.json.Json;
import org.junit.jupiter.api.Tag;

@Tag("fuzzing")
class BodiesFuzzTest {
    @FuzzTest
    void aRequestReadsBackAsItIsWritten(byte[] input) {
        String text = TextProperty.text(input);
        TextProperty.holds(text, json -> Json.STRICT.read(json, Submission.class), BodiesFuzzTest::onTheWire);
        TextProperty.holds(text, json -> Json.STRICT.read(json, BroadcastRequest.class), BodiesFuzzTest::onTheWire);
    }

    private static String onTheWire(Object body) {
        return TextProperty.text(Json.STRICT.bytes(body));
    }
}
