package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.LiveEvent;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.command.StreamName;
import dev.perigee.protocol.delivery.OutputChunk;
import dev.perigee.protocol.delivery.ProgressNote;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.Registration;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The streams of a command's changes and output, with a satellite that says what the test wants.
class FollowTest {
    private static final SatelliteId EDGE = new SatelliteId("edge");
    private static final byte[] BLOCK = new byte[60 * 1024];

    @TempDir
    private Path directory;

    private RunningServer server;
    private SatelliteKey key;
    private CommandId command;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(directory);
        RegistrationRequest request = new RegistrationRequest(EDGE, SatelliteProfile.of("1", "Linux"));
        key = Json.WIRE
                .read(
                        server.send("POST", "/perigee/v1/register", server.token(), Json.WIRE.text(request))
                                .body(),
                        Registration.class)
                .key();
        command = submit();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void outputComesWhileTheCommandRunsAndThenItsEnd() throws Exception {
        acknowledge();
        try (EventReader reader = EventReader.open(server, command, "output", null)) {
            write(0, "first\n".getBytes(StandardCharsets.UTF_8));
            assertThat(reader.next())
                    .isEqualTo(new EventReader.Event("6:0", "stdout", "{\"offset\":0,\"text\":\"first\\n\"}"));
            assertThat(server.show(command).state()).isEqualTo(CommandState.ACKNOWLEDGED);
            write(6, new byte[] {(byte) 0xff});
            assertThat(reader.next())
                    .isEqualTo(new EventReader.Event("7:0", "stdout", "{\"offset\":6,\"base64\":\"/w==\"}"));
            end(new Output(new byte[9], 9), Output.of("oops"));
            assertThat(reader.next().id()).isEqualTo("9:0");
            assertThat(reader.next())
                    .isEqualTo(new EventReader.Event("9:4", "stderr", "{\"offset\":0,\"text\":\"oops\"}"));
            assertThat(reader.next()).isEqualTo(new EventReader.Event("9:4", "end", "{\"state\":\"completed\"}"));
            assertThat(reader.atEnd()).isTrue();
        }
    }

    @Test
    void outputGoesOnWhereTheReaderStopped() throws Exception {
        acknowledge();
        write(0, "0123456789".getBytes(StandardCharsets.UTF_8));
        try (EventReader reader = EventReader.open(server, command, "output?stdout=4", null)) {
            assertThat(reader.next().data()).isEqualTo("{\"offset\":4,\"text\":\"456789\"}");
        }
        try (EventReader reader = EventReader.open(server, command, "output", "8:0")) {
            assertThat(reader.next().data()).isEqualTo("{\"offset\":8,\"text\":\"89\"}");
        }
    }

    @Test
    void ofACommandThatHasEndedTheResultIsRead() throws Exception {
        end(new Output("kept".getBytes(StandardCharsets.UTF_8), 10), Output.EMPTY);
        try (EventReader reader = EventReader.open(server, command, "output?stdout=1", null)) {
            assertThat(reader.next().data()).isEqualTo("{\"offset\":1,\"text\":\"ept\"}");
            assertThat(reader.next())
                    .isEqualTo(new EventReader.Event("10:0", "gap", "{\"stream\":\"stdout\",\"from\":4,\"to\":10}"));
            assertThat(reader.next().name()).isEqualTo("end");
        }
    }

    @Test
    void aReaderThatStallsHoldsNobodyUpAndIsToldWhatItMissed() throws Exception {
        acknowledge();
        try (EventReader stalled = EventReader.open(server, command, "output", null);
                EventReader quick = EventReader.open(server, command, "output", null)) {
            long written = 0;
            for (int i = 0; i < 200; i++) {
                write(written, BLOCK);
                written += BLOCK.length;
                readUpTo(quick, written);
            }
            long position = 0;
            long missed = 0;
            while (position < written) {
                EventReader.Event event = stalled.next();
                LiveEvent live = LiveEvent.read(event.name(), event.data()).orElseThrow();
                if (live instanceof LiveEvent.Written(StreamName _, long offset, byte[] bytes)) {
                    assertThat(offset).isEqualTo(position);
                    position += bytes.length;
                } else if (live instanceof LiveEvent.Gap(StreamName _, long from, long to)) {
                    assertThat(from).isEqualTo(position);
                    missed += to - from;
                    position = to;
                }
            }
            assertThat(missed).isPositive();
        }
    }

    @Test
    void eachChangeIsToldAndItsIdLeadsOnFromThere() throws Exception {
        String last;
        try (EventReader reader = EventReader.open(server, command, "events", null)) {
            assertThat(state(reader.next())).isEqualTo(CommandState.QUEUED);
            acknowledge();
            EventReader.Event acknowledged = reader.next();
            assertThat(state(acknowledged)).isEqualTo(CommandState.ACKNOWLEDGED);
            last = String.valueOf(acknowledged.id());
            ProgressNote note = new ProgressNote(command, 42, "copying", Instant.parse("2026-01-01T00:00:00Z"));
            report(new Report(List.of(), List.of(), List.of(), List.of(note)));
            assertThat(reader.next())
                    .isEqualTo(new EventReader.Event(
                            null, "progress", "{\"percent\":42,\"note\":\"copying\",\"at\":\"2026-01-01T00:00:00Z\"}"));
            end(Output.of("out"), Output.EMPTY);
            EventReader.Event ended = reader.next();
            assertThat(state(ended)).isEqualTo(CommandState.COMPLETED);
            assertThat(ended.data()).doesNotContain("stdout");
            assertThat(reader.atEnd()).isTrue();
        }
        try (EventReader reader = EventReader.open(server, command, "events", last)) {
            assertThat(state(reader.next())).isEqualTo(CommandState.COMPLETED);
            assertThat(reader.atEnd()).isTrue();
        }
    }

    @Test
    void aStreamThatCannotBeOpenedIsAProblem() throws Exception {
        String nobody = "/api/v1/commands/01234567890123456789012345/";
        for (String what : List.of("events", "output")) {
            assertThat(get(nobody + what)).isEqualTo(404);
            assertThat(server.send("GET", nobody + what, null, null).statusCode())
                    .isEqualTo(401);
        }
        assertThat(get("/api/v1/commands/" + command + "/output?stdout=-1")).isEqualTo(400);
        assertThat(get("/api/v1/commands/" + command + "/output?stderr=many")).isEqualTo(400);
    }

    @Test
    void streamsEndWithTheControlPlane() throws Exception {
        try (EventReader output = EventReader.open(server, command, "output", null);
                EventReader events = EventReader.open(server, command, "events", null)) {
            assertThat(state(events.next())).isEqualTo(CommandState.QUEUED);
            server.app.close();
            assertThat(output.atEnd()).isTrue();
            assertThat(events.atEnd()).isTrue();
        }
    }

    private static void readUpTo(EventReader reader, long end) throws IOException {
        long position = 0;
        while (position < end) {
            position = Long.parseLong(String.valueOf(reader.next().id()).split(":", -1)[0]);
        }
    }

    private static CommandState state(EventReader.Event event) {
        assertThat(event.name()).isEqualTo("state");
        return Json.WIRE.read(event.data(), CommandView.class).state();
    }

    private int get(String path) throws Exception {
        return server.send("GET", path, RunningServer.OPERATOR_KEY, null).statusCode();
    }

    private CommandId submit() throws Exception {
        return server.submit(Submission.of(EDGE, new CommandSpec.Ping()), "").id();
    }

    private void acknowledge() throws Exception {
        report(new Report(List.of(command), List.of()));
    }

    private void write(long offset, byte[] bytes) throws Exception {
        OutputChunk chunk = new OutputChunk(command, StreamName.STDOUT, offset, bytes);
        report(new Report(List.of(), List.of(), List.of(chunk), List.of()));
    }

    private void end(Output stdout, Output stderr) throws Exception {
        Result result = new Result.Completed(0, stdout, stderr, 5);
        report(new Report(List.of(), List.of(new Report.Ended(command, result))));
    }

    private void report(Report report) throws Exception {
        assertThat(server.send(
                                "POST",
                                "/perigee/v1/satellites/" + EDGE + "/reports",
                                key.reveal(),
                                Json.WIRE.text(report))
                        .statusCode())
                .isEqualTo(200);
    }
}
