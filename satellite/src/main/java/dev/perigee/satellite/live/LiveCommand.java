package dev.perigee.satellite.live;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.command.StreamName;
import dev.perigee.protocol.delivery.OutputChunk;
import dev.perigee.protocol.delivery.ProgressNote;
import dev.perigee.satellite.command.Progress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one running command tells of itself. Its monitor guards the buffers and the note, and is held for a copy in
/// memory only.
final class LiveCommand implements Progress {
    private final CommandId id;
    private final long begunNanos;
    private final InstantSource clock;
    private final Runnable told;
    private final LiveBuffer stdout;
    private final LiveBuffer stderr;
    private @Nullable ProgressNote note;

    /// `told` hears that there is something to report.
    LiveCommand(CommandId id, long begunNanos, InstantSource clock, Runnable told, Buffers buffers) {
        this.id = id;
        this.begunNanos = begunNanos;
        this.clock = clock;
        this.told = told;
        this.stdout = new LiveBuffer(StreamName.STDOUT, buffers.max(), buffers.budget());
        this.stderr = new LiveBuffer(StreamName.STDERR, buffers.max(), buffers.budget());
    }

    /// How much each stream may hold, and all of them together.
    record Buffers(int max, LiveBudget budget) {}

    CommandId id() {
        return id;
    }

    long begunNanos() {
        return begunNanos;
    }

    @Override
    public void reached(@Nullable Integer percent, String text) {
        String line = text.strip().replaceAll("\\p{Cntrl}", " ");
        String cut = line.length() <= ProgressNote.NOTE_MAX ? line : line.substring(0, ProgressNote.NOTE_MAX);
        Integer bounded = percent == null ? null : Math.clamp(percent, 0, 100);
        synchronized (this) {
            note = new ProgressNote(id, bounded, cut.isEmpty() ? null : cut, clock.instant());
        }
        told.run();
    }

    @Override
    public void wrote(StreamName stream, long offset, ByteBuffer bytes) {
        synchronized (this) {
            buffer(stream).write(offset, bytes);
        }
        told.run();
    }

    synchronized int streamsPending() {
        return (stdout.isEmpty() ? 0 : 1) + (stderr.isEmpty() ? 0 : 1);
    }

    synchronized boolean isPending() {
        return note != null || streamsPending() > 0;
    }

    /// The oldest bytes that were not delivered, at most `bytesMax` of each stream.
    synchronized List<OutputChunk> oldest(int bytesMax) {
        return Stream.of(stdout, stderr)
                .flatMap(buffer -> buffer.oldest(id, bytesMax).stream())
                .toList();
    }

    /// The newest note, if it was not delivered.
    synchronized Optional<ProgressNote> note() {
        return Optional.ofNullable(note);
    }

    synchronized void delivered(OutputChunk chunk) {
        buffer(chunk.stream()).delivered(chunk.end());
    }

    synchronized void delivered(ProgressNote reported) {
        if (reported.equals(note)) {
            note = null;
        }
    }

    /// Forgets all but what the result lacks.
    synchronized void end(Result result) {
        note = null;
        stdout.delivered(result.output(StreamName.STDOUT).bytes().length);
        stderr.delivered(result.output(StreamName.STDERR).bytes().length);
    }

    synchronized void clear() {
        stdout.clear();
        stderr.clear();
        note = null;
    }

    private LiveBuffer buffer(StreamName stream) {
        return switch (stream) {
            case STDOUT -> stdout;
            case STDERR -> stderr;
        };
    }
}
