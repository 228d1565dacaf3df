package dev.perigee.protocol.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.StreamName;
import dev.perigee.protocol.json.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final CommandId COMMAND = new CommandId("01hzzzzzzz0000000000000000");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aReportComesBackAsItWas() {
        Report report = new Report(
                List.of(COMMAND),
                List.of(),
                List.of(new OutputChunk(COMMAND, StreamName.STDERR, 7, new byte[] {0, -1, 10})),
                List.of(new ProgressNote(COMMAND, 42, "copying", NOW), new ProgressNote(COMMAND, null, null, NOW)));

        assertThat(Json.WIRE.read(Json.WIRE.bytes(report), Report.class)).isEqualTo(report);
    }

    @Test
    void aReportOfASatelliteThatSendsNothingLiveIsRead() {
        Report report = Json.WIRE.read("{\"acknowledged\":[\"" + COMMAND + "\"],\"ended\":[]}", Report.class);

        assertThat(report).isEqualTo(new Report(List.of(COMMAND), List.of()));
    }

    @Test
    void theBytesOfAChunkTravelAsBase64() {
        OutputChunk chunk = new OutputChunk(COMMAND, StreamName.STDOUT, 3, new byte[] {1, 2, 3});

        assertThat(Json.WIRE.text(chunk)).contains("\"stream\":\"stdout\"", "\"offset\":3", "\"bytes\":\"AQID\"");
        assertThat(chunk.end()).isEqualTo(6);
    }

    @Test
    void progressHasItsLimits() {
        assertThatThrownBy(() -> new ProgressNote(COMMAND, 101, null, NOW))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("percent \"101\": expected 0 to 100");
        assertThatThrownBy(() -> new ProgressNote(COMMAND, null, "x".repeat(201), NOW))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("at most 200 characters");
    }

    @Test
    void aChunkFromBeforeTheBeginningIsRefused() {
        assertThatThrownBy(() -> new OutputChunk(COMMAND, StreamName.STDOUT, -1, new byte[1]))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("offset \"-1\"");
    }
}
