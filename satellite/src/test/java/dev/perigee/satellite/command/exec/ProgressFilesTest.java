package dev.perigee.satellite.command.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.StreamName;
import dev.perigee.satellite.command.Progress;
import dev.perigee.satellite.time.ManualAlarm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressFilesTest {
    private static final CommandId COMMAND = CommandId.create(0, new SplittableRandom(5));

    private final ManualAlarm alarm = new ManualAlarm();
    private final Heard heard = new Heard();

    @TempDir
    private Path directory;

    private ProgressFiles files;

    @BeforeEach
    void open() throws IOException {
        files = ProgressFiles.open(directory, alarm, Runnable::run);
    }

    @Test
    void theNewestCompleteLineCounts() throws IOException {
        Path file = files.watch(COMMAND, heard);
        Files.writeString(file, "10 begun\n42 copying files\n43 not yet who");
        alarm.pass(ProgressFiles.LOOK_EVERY);

        assertThat(heard.said).containsExactly("42 copying files");
    }

    @Test
    void aFileThatDidNotChangeIsNotReadAgainAndOneThatDidIs() throws IOException {
        Path file = files.watch(COMMAND, heard);
        Files.writeString(file, "1 a\n");
        alarm.pass(ProgressFiles.LOOK_EVERY.multipliedBy(3));
        Files.writeString(file, "2 bb\n", StandardOpenOption.APPEND);
        alarm.pass(ProgressFiles.LOOK_EVERY);

        assertThat(heard.said).containsExactly("1 a", "2 bb");
    }

    @Test
    void onlyTheEndOfALongFileIsRead() throws IOException {
        Path file = files.watch(COMMAND, heard);
        Files.writeString(file, "1 a\n".repeat(1_000_000) + "99 nearly\n");
        alarm.pass(ProgressFiles.LOOK_EVERY);

        assertThat(heard.said).containsExactly("99 nearly");
    }

    @Test
    void whatIsNoFileIsLeftAlone() throws IOException {
        Path file = files.watch(COMMAND, heard);
        Files.createSymbolicLink(file, Files.writeString(directory.resolve("secret"), "1 secret\n"));
        alarm.pass(ProgressFiles.LOOK_EVERY);

        assertThat(heard.said).isEmpty();
    }

    @Test
    void theFileGoesWithTheCommandAndThenNobodyLooks() throws IOException {
        Path file = files.watch(COMMAND, heard);
        Files.writeString(file, "1 a\n");
        files.forget(COMMAND);
        alarm.pass(ProgressFiles.LOOK_EVERY);

        assertThat(file).doesNotExist();
        assertThat(heard.said).isEmpty();
        assertThat(alarm.waiting()).isZero();
    }

    @Test
    void whatAnEarlierLifeLeftIsRemoved() throws IOException {
        Path left = Files.writeString(directory.resolve("left"), "1 a\n");
        var _ = ProgressFiles.open(directory, alarm, Runnable::run);

        assertThat(left).doesNotExist();
    }

    @Test
    void aLineHasAPercentageANoteOrBoth() {
        assertThat(ProgressLine.newest("42 copying\n")).contains(new ProgressLine(42, "copying"));
        assertThat(ProgressLine.newest("42%\n")).contains(new ProgressLine(42, ""));
        assertThat(ProgressLine.newest("100 done\r\n")).contains(new ProgressLine(100, "done"));
        assertThat(ProgressLine.newest("- waiting\n")).contains(new ProgressLine(null, "waiting"));
        assertThat(ProgressLine.newest("101 dalmatians\n")).contains(new ProgressLine(null, "101 dalmatians"));
        assertThat(ProgressLine.newest("\n")).isEmpty();
        assertThat(ProgressLine.newest("no end of line")).isEmpty();
    }

    private static final class Heard implements Progress {
        private final List<String> said = new ArrayList<>();

        @Override
        public void reached(@Nullable Integer percent, String note) {
            said.add(percent + " " + note);
        }

        @Override
        public void wrote(StreamName stream, long offset, ByteBuffer bytes) {
            throw new AssertionError("a progress file is no output");
        }
    }
}
