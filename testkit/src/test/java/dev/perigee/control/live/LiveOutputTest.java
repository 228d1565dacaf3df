package dev.perigee.control.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.TestPlane;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandListener;
import dev.perigee.control.command.Decision;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.command.StreamName;
import dev.perigee.protocol.delivery.OutputChunk;
import dev.perigee.protocol.delivery.ProgressNote;
import dev.perigee.protocol.delivery.Report;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveOutputTest {
    private static final int RING_MAX = 10 * 1024;
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final TestPlane plane = new TestPlane();
    private final LiveOutput live =
            new LiveOutput(new LiveOutput.Limits(RING_MAX, 30L * 1024, 4, KEPT), plane.clock(), plane.store()::findAll);

    @Test
    void aReaderIsToldAndReadsFromItsPositionOn() {
        CommandId id = running();
        AtomicInteger told = new AtomicInteger();
        Runnable unsubscribe = live.subscribe(id, told::incrementAndGet);

        feed(id, 0, "hello ");
        feed(id, 6, "world");

        assertThat(told).hasValue(2);
        assertThat(all(id, LivePosition.BEGINNING)).isEqualTo("0:hello 6:world");
        assertThat(all(id, new LivePosition(2, 0))).isEqualTo("2:llo 6:world");
        assertThat(all(id, new LivePosition(11, 0))).isEmpty();
        unsubscribe.run();
        feed(id, 11, "!");
        assertThat(told).hasValue(2);
    }

    @Test
    void whatComesAgainIsPassedOver() {
        CommandId id = running();
        feed(id, 0, "abc");
        feed(id, 0, "abc");
        feed(id, 1, "bcde");

        assertThat(all(id, LivePosition.BEGINNING)).isEqualTo("0:abc3:de");
    }

    @Test
    void whatIsLeftOutIsAGap() {
        CommandId id = running();
        feed(id, 0, "abc");
        feed(id, 100, "xyz");

        assertThat(all(id, LivePosition.BEGINNING)).isEqualTo("[0-100]100:xyz");
    }

    @Test
    void onlyTheNewestIsKept() {
        CommandId id = running();
        for (int i = 0; i < 100; i++) {
            feed(id, i * 1000L, "x".repeat(1000));
        }

        LivePart first = live.read(id, LivePosition.BEGINNING, 1).orElseThrow();
        assertThat(first).isEqualTo(new LivePart.Gap(StreamName.STDOUT, 0, 91_000));
        assertThat(live.size()).isLessThanOrEqualTo(RING_MAX);
    }

    @Test
    void manySmallPiecesAreBoundedToo() {
        CommandId id = running();
        for (int i = 0; i < 100_000; i++) {
            feed(id, i, "x");
        }

        assertThat(live.size()).isLessThanOrEqualTo(RING_MAX);
    }

    @Test
    void overAllTheLeastRecentlyFedIsDropped() {
        List<CommandId> ids = List.of(running(), running(), running(), running());
        ids.forEach(id -> feed(id, 0, "x".repeat(9000)));

        assertThat(all(ids.getFirst(), LivePosition.BEGINNING)).isEqualTo("[0-9000]");
        assertThat(all(ids.get(1), LivePosition.BEGINNING)).startsWith("0:x");
        assertThat(live.size()).isLessThanOrEqualTo(30 * 1024);
    }

    @Test
    void noMoreCommandsAreKnownThanMayBe() {
        for (int i = 0; i < 10; i++) {
            feed(running(), 0, "x");
        }

        assertThat(live.commands()).isEqualTo(4);
    }

    @Test
    void aSatelliteSpeaksForItsOwnCommandsOnly() {
        CommandId id = running();
        live.take(TestPlane.OTHER_SATELLITE, chunk(id, 0, "forged"));
        feed(id, 0, "true");
        live.take(TestPlane.OTHER_SATELLITE, chunk(id, 4, "forged"));

        assertThat(all(id, LivePosition.BEGINNING)).isEqualTo("0:true");
    }

    @Test
    void commandsThatAreUnknownQueuedOrEndedSayNothing() {
        CommandId queued = plane.submit().id();
        CommandId ended = running();
        plane.reports().take(TestPlane.SATELLITE, ended(ended, ""));
        feed(queued, 0, "x");
        feed(ended, 0, "x");

        assertThat(live.commands()).isZero();
    }

    @Test
    void theNewestNoteIsKnown() {
        CommandId id = running();
        ProgressNote note = new ProgressNote(id, 42, "copying", plane.clock().instant());
        live.take(TestPlane.SATELLITE, new Report(List.of(), List.of(), List.of(), List.of(note)));

        assertThat(live.progress(id)).contains(note);
    }

    @Test
    void someTimeAfterItsEndACommandIsForgotten() {
        CommandId id = running();
        feed(id, 0, "x");
        end(id);
        feed(id, 1, "too late");
        plane.clock().advance(KEPT);
        live.forgetEnded();
        assertThat(all(id, LivePosition.BEGINNING)).isEqualTo("0:x");
        plane.clock().advance(Duration.ofMillis(1));
        live.forgetEnded();

        assertThat(live.commands()).isZero();
        assertThat(live.size()).isZero();
    }

    @Test
    void afterTheEndTheResultFillsWhatIsNotLiveAnyMore() {
        CommandId id = running();
        feed(id, 6, "live");
        Result result = new Result.Completed(
                0, new Output("result!".getBytes(StandardCharsets.UTF_8), 20), Output.of("err"), 1);

        assertThat(all(id, LivePosition.BEGINNING, result)).isEqualTo("0:result!7:ive[10-20]0:err");
        assertThat(all(id, new LivePosition(3, 3), result)).isEqualTo("3:ult!7:ive[10-20]");
        assertThat(all(id, new LivePosition(20, 3), result)).isEmpty();
    }

    @Test
    void aPositionIsWrittenAsItIsRead() {
        assertThat(LivePosition.parse("12:0"))
                .isEqualTo(new LivePosition(12, 0))
                .hasToString("12:0");
    }

    private CommandId running() {
        CommandId id = plane.submit().id();
        plane.reports().take(TestPlane.SATELLITE, new Report(List.of(id), List.of()));
        return id;
    }

    private void end(CommandId id) {
        Command before = plane.desk().find(id);
        plane.reports().take(TestPlane.SATELLITE, ended(id, ""));
        CommandListener listener = live;
        listener.moved(new Decision.Move(before, plane.desk().find(id).status()));
    }

    private void feed(CommandId id, long offset, String text) {
        live.take(TestPlane.SATELLITE, chunk(id, offset, text));
    }

    private static Report chunk(CommandId id, long offset, String text) {
        OutputChunk chunk = new OutputChunk(id, StreamName.STDOUT, offset, text.getBytes(StandardCharsets.UTF_8));
        return new Report(List.of(), List.of(), List.of(chunk), List.of());
    }

    private static Report ended(CommandId id, String stdout) {
        Result result = new Result.Completed(0, Output.of(stdout), Output.EMPTY, 1);
        return new Report(List.of(), List.of(new Report.Ended(id, result)));
    }

    private String all(CommandId id, LivePosition from) {
        LivePosition position = from;
        List<LivePart> parts = new ArrayList<>();
        for (var part = live.read(id, position, 100_000); part.isPresent(); part = live.read(id, position, 100_000)) {
            parts.add(part.get());
            position = position.with(part.get().stream(), part.get().end());
        }
        return text(parts);
    }

    private String all(CommandId id, LivePosition from, Result result) {
        LivePosition position = from;
        List<LivePart> parts = new ArrayList<>();
        for (var part = live.read(id, position, 100_000, result);
                part.isPresent();
                part = live.read(id, position, 100_000, result)) {
            parts.add(part.get());
            position = position.with(part.get().stream(), part.get().end());
        }
        return text(parts);
    }

    private static String text(List<LivePart> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(
                switch (part) {
                    case LivePart.Written(StreamName _, long offset, byte[] bytes) ->
                        offset + ":" + new String(bytes, StandardCharsets.UTF_8);
                    case LivePart.Gap(StreamName _, long start, long end) -> "[" + start + "-" + end + "]";
                }));
        return text.toString();
    }
}
