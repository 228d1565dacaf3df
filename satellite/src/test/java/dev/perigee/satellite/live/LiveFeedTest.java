package dev.perigee.satellite.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.command.StreamName;
import dev.perigee.protocol.delivery.OutputChunk;
import dev.perigee.protocol.delivery.ProgressNote;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.satellite.command.Progress;
import dev.perigee.satellite.time.ManualAlarm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveFeedTest {
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final LiveFeed.Limits LIMITS = new LiveFeed.Limits(8 * 1024, 1024 * 1024, 4 * 1024, 4);

    private final ManualAlarm alarm = new ManualAlarm();
    private final AtomicInteger due = new AtomicInteger();
    private final SplittableRandom random = new SplittableRandom(3);
    private final LiveFeed feed =
            new LiveFeed(LIMITS, alarm, new LiveFeed.Time(() -> NOW, alarm::nanos), due::incrementAndGet);

    @Test
    void whatAProgramWritesIsDueWithin100Millis() {
        CommandId id = id();
        Progress progress = feed.begin(id);
        alarm.pass(STEP);
        write(progress, 0, "hello");
        assertThat(due).hasValue(0);
        alarm.pass(STEP);

        assertThat(due).hasValue(1);
        assertThat(feed.joinTo(Report.NOTHING).output()).containsExactly(chunk(id, 0, "hello"));
    }

    @Test
    void aQuickCommandIsNeverSentLive() {
        CommandId id = id();
        Progress progress = feed.begin(id);
        write(progress, 0, "hello");
        alarm.pass(STEP.minusMillis(1));
        feed.end(id, completed("hello"));
        alarm.pass(STEP);

        assertThat(due).hasValue(0);
        assertThat(feed.joinTo(new Report(List.of(), List.of(new Report.Ended(id, completed("hello")))))
                        .output())
                .isEmpty();
        assertThat(alarm.waiting()).isZero();
    }

    @Test
    void outputIsSentAtMostEvery100Millis() {
        CommandId id = id();
        Progress progress = feed.begin(id);
        write(progress, 0, "a");
        alarm.pass(STEP);
        feed.delivered(feed.joinTo(Report.NOTHING));
        write(progress, 1, "b");

        assertThat(feed.joinTo(Report.NOTHING)).isEqualTo(Report.NOTHING);
        alarm.pass(STEP);
        assertThat(due).hasValue(2);
        assertThat(feed.joinTo(Report.NOTHING).output()).containsExactly(chunk(id, 1, "b"));
    }

    @Test
    void whatWasNotDeliveredGoesAgain() {
        CommandId id = id();
        Progress progress = feed.begin(id);
        write(progress, 0, "a");
        alarm.pass(STEP);
        Report lost = feed.joinTo(Report.NOTHING);
        write(progress, 1, "b");
        alarm.pass(STEP);

        assertThat(lost.output()).containsExactly(chunk(id, 0, "a"));
        assertThat(feed.joinTo(Report.NOTHING).output()).containsExactly(chunk(id, 0, "ab"));
    }

    @Test
    void whatTheResultHoldsIsNotSentBesidesIt() {
        CommandId id = id();
        Progress progress = feed.begin(id);
        alarm.pass(STEP);
        write(progress, 0, "all of it");
        feed.end(id, completed("all of it"));

        Report result = new Report(List.of(), List.of(new Report.Ended(id, completed("all of it"))));
        assertThat(feed.joinTo(result)).isEqualTo(result);
    }

    @Test
    void whatTheResultLacksGoesAlongWithIt() {
        CommandId id = id();
        Progress progress = feed.begin(id);
        alarm.pass(STEP);
        write(progress, 0, "kept, and the end");
        Result truncated =
                new Result.Completed(0, new Output("kept".getBytes(StandardCharsets.UTF_8), 17), Output.EMPTY, 200);
        feed.end(id, truncated);

        Report result = new Report(List.of(), List.of(new Report.Ended(id, truncated)));
        assertThat(feed.joinTo(result).output()).containsExactly(chunk(id, 4, ", and the end"));
        feed.delivered(feed.joinTo(result));
        assertThat(feed.joinTo(result)).isEqualTo(result);
    }

    @Test
    void aReportCarriesNoMoreOutputThanItMayAndEachCommandGetsItsTurn() {
        List<CommandId> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            CommandId id = id();
            ids.add(id);
            write(feed.begin(id), 0, "x".repeat(8 * 1024));
        }
        List<CommandId> served = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            alarm.pass(STEP);
            Report report = feed.joinTo(Report.NOTHING);
            assertThat(report.output()).hasSize(4);
            assertThat(report.output().stream()
                            .mapToInt(chunk -> chunk.bytes().length)
                            .sum())
                    .isEqualTo(4 * 1024);
            report.output().forEach(chunk -> served.add(chunk.command()));
            feed.delivered(report);
        }

        assertThat(ids).allMatch(id -> served.stream().filter(id::equals).count() == 2);
    }

    @Test
    void theNewestNoteGoesOnceAndIsCutToItsLimits() {
        CommandId id = id();
        Progress progress = feed.begin(id);
        progress.reached(1, "old");
        progress.reached(142, "new\nline " + "x".repeat(300));
        alarm.pass(STEP);
        Report report = feed.joinTo(Report.NOTHING);

        String note = ("new line " + "x".repeat(300)).substring(0, 200);
        assertThat(report.progress()).containsExactly(new ProgressNote(id, 100, note, NOW));
        feed.delivered(report);
        alarm.pass(STEP);
        assertThat(feed.joinTo(Report.NOTHING)).isEqualTo(Report.NOTHING);
    }

    @Test
    void whenNobodyListensTheOldestIsDroppedAndTheNextChunkBeginsBehindIt() {
        CommandId id = id();
        Progress progress = feed.begin(id);
        for (int i = 0; i < 1000; i++) {
            write(progress, i * 1024L, "x".repeat(1024));
        }
        alarm.pass(STEP);

        OutputChunk chunk = feed.joinTo(Report.NOTHING).output().getFirst();
        assertThat(chunk.offset()).isEqualTo(1000 * 1024 - 8 * 1024);
    }

    private CommandId id() {
        return CommandId.create(0, random);
    }

    private static void write(Progress progress, long offset, String text) {
        progress.wrote(StreamName.STDOUT, offset, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static OutputChunk chunk(CommandId id, long offset, String text) {
        return new OutputChunk(id, StreamName.STDOUT, offset, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Result completed(String stdout) {
        return new Result.Completed(0, Output.of(stdout), Output.EMPTY, 1);
    }
}
