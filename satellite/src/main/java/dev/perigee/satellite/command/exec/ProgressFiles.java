package dev.perigee.satellite.command.exec;

import dev.perigee.protocol.CommandId;
import dev.perigee.satellite.command.Progress;
import dev.perigee.satellite.time.Alarm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets programs say how far they are: the variable `PERIGEE_PROGRESS` names a file for each, into which it may write
/// lines; the newest counts. All files are looked at together, twice a second, while any program runs. Thread-safe.
public final class ProgressFiles {
    static final String VARIABLE = "PERIGEE_PROGRESS";
    static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Logger log = LoggerFactory.getLogger(ProgressFiles.class);
    private static final int READ_MAX = 1024;

    private final Path directory;
    private final Alarm alarm;
    private final Executor threads;
    private final Map<CommandId, Watched> watched = new ConcurrentHashMap<>();
    private final AtomicBoolean armed = new AtomicBoolean();

    private ProgressFiles(Path directory, Alarm alarm, Executor threads) {
        this.directory = directory;
        this.alarm = alarm;
        this.threads = threads;
    }

    /// In `directory`, from which it removes what an earlier life left. Files are read on `threads`.
    public static ProgressFiles open(Path directory, Alarm alarm, Executor threads) throws IOException {
        Files.createDirectories(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
            for (Path file : left) {
                delete(file);
            }
        }
        return new ProgressFiles(directory, alarm, threads);
    }

    /// The file for the program of `command`, which is there once the program has written to it.
    Path watch(CommandId command, Progress progress) {
        Path file = directory.resolve(command.value()).toAbsolutePath();
        watched.put(command, new Watched(file, progress));
        arm();
        return file;
    }

    void forget(CommandId command) {
        Watched over = watched.remove(command);
        if (over != null) {
            delete(over.file);
        }
    }

    private void arm() {
        if (armed.compareAndSet(false, true)) {
            alarm.after(LOOK_EVERY, () -> threads.execute(this::look));
        }
    }

    private void look() {
        watched.values().forEach(Watched::look);
        armed.set(false);
        if (!watched.isEmpty()) {
            arm();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.atWarn().addKeyValue("file", file).addKeyValue("error", e).log("progress file not removed");
        }
    }

    /// One program's file. Its monitor guards what was seen of it.
    private static final class Watched {
        private final Path file;
        private final Progress progress;
        private @Nullable FileTime changed;
        private long size;

        Watched(Path file, Progress progress) {
            this.file = file;
            this.progress = progress;
        }

        synchronized void look() {
            try {
                BasicFileAttributes now =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                // Opening a pipe that the program put there would wait for its other end.
                boolean news = now.size() != size || !now.lastModifiedTime().equals(changed);
                if (now.isRegularFile() && news) {
                    size = now.size();
                    changed = now.lastModifiedTime();
                    ProgressLine.newest(end()).ifPresent(line -> progress.reached(line.percent(), line.note()));
                }
            } catch (IOException e) {
                log.atTrace().addKeyValue("file", file).addKeyValue("error", e).log("no progress to read");
            }
        }

        private String end() throws IOException {
            try (SeekableByteChannel channel =
                    Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                channel.position(Math.max(0, channel.size() - READ_MAX));
                ByteBuffer bytes = ByteBuffer.allocate(READ_MAX);
                while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                    // until it is full or at the end
                }
                return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
            }
        }
    }
}
