package dev.perigee.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.perigee.protocol.command.StreamName;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.RegistrationRequest;
import org.junit.jupiter.api.Tag;

@Tag("fuzzing")
class ReportsFuzzTest {
    @FuzzTest
    void whatASatelliteSaysReadsBackAsItIsWritten(byte[] input) {
        String text = TextProperty.text(input);
        TextProperty.holds(text, json -> Json.WIRE.read(json, Poll.class), ReportsFuzzTest::onTheWire);
        TextProperty.holds(text, ReportsFuzzTest::report, ReportsFuzzTest::onTheWire);
        TextProperty.holds(text, json -> Json.WIRE.read(json, RegistrationRequest.class), ReportsFuzzTest::onTheWire);
    }

    /// Whatever is read can be used.
    private static Report report(String json) {
        Report report = Json.WIRE.read(json, Report.class);
        for (Report.Ended ended : report.ended()) {
            assertThat(ended.result().output(StreamName.STDOUT).bytes()).isNotNull();
            assertThat(ended.result().output(StreamName.STDERR).bytes()).isNotNull();
        }
        return report;
    }

    private static String onTheWire(Object body) {
        return TextProperty.text(Json.WIRE.bytes(body));
    }
}
