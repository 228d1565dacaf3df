package dev.perigee.satellite.live;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.OutputChunk;
import dev.perigee.protocol.delivery.ProgressNote;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.satellite.command.Progress;
import dev.perigee.satellite.time.Alarm;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What running commands write and how far they are, on its way into reports: at most every 100 ms, and nothing of a
/// command that ends before it is 100 ms old. Kept until a report with it is delivered; the oldest is dropped where it
/// does not fit, and nobody ever waits. Thread-safe; its monitor guards the maps.
public final class LiveFeed {
    static final Duration FLUSH_AFTER = Duration.ofMillis(100);
    private static final int TAILS_MAX = 64;

    private final Limits limits;
    private final LiveBudget budget;
    private final Alarm alarm;
    private final Time time;
    private final Runnable due;
    private final AtomicBoolean armed = new AtomicBoolean();
    private final SequencedMap<CommandId, LiveCommand> running = new LinkedHashMap<>();

    /// What ended commands wrote beyond what their results hold, until these are reported.
    private final SequencedMap<CommandId, LiveCommand> tails = new LinkedHashMap<>();

    private long flushedNanos;

    /// Bytes held of each stream and in all; bytes and number of chunks and notes in one report.
    public record Limits(int streamMax, long totalMax, int reportMax, int piecesMax) {
        private static final long TOTAL_MAX_DEFAULT = 64L * 1024 * 1024;
        private static final int REPORT_MAX_DEFAULT = 256 * 1024;
        private static final int PIECES_MAX_DEFAULT = 256;

        /// With `streamMax` bytes of each stream, and everything else as it is by default.
        public static Limits of(int streamMax) {
            return new Limits(streamMax, TOTAL_MAX_DEFAULT, REPORT_MAX_DEFAULT, PIECES_MAX_DEFAULT);
        }
    }

    /// The time on the clock, and nanoseconds that only pass.
    public record Time(InstantSource clock, LongSupplier nanos) {}

    /// `due` is called, on the alarm's thread, when there is something to report.
    public LiveFeed(Limits limits, Alarm alarm, Time time, Runnable due) {
        this.limits = limits;
        this.budget = new LiveBudget(limits.totalMax());
        this.alarm = alarm;
        this.time = time;
        this.due = due;
        this.flushedNanos = time.nanos().getAsLong() - FLUSH_AFTER.toNanos();
    }

    /// A command begins to run.
    public Progress begin(CommandId id) {
        LiveCommand command = new LiveCommand(
                id,
                time.nanos().getAsLong(),
                time.clock(),
                this::arm,
                new LiveCommand.Buffers(limits.streamMax(), budget));
        synchronized (this) {
            running.put(id, command);
        }
        return command;
    }

    /// A command has come to `result`, which is about to be filed: only what it lacks is kept, to go along with it.
    public synchronized void end(CommandId id, Result result) {
        LiveCommand command = running.remove(id);
        if (command == null) {
            return;
        }
        command.end(result);
        if (!command.isPending() || !ripe(command)) {
            command.clear();
            return;
        }
        tails.put(id, command);
        if (tails.size() > TAILS_MAX) {
            tails.pollFirstEntry().getValue().clear();
        }
    }

    /// `report` with what is live and due. It stays here until it is `delivered`.
    public synchronized Report joinTo(Report report) {
        List<LiveCommand> speaking = new ArrayList<>();
        report.ended().forEach(ended -> addIfThere(tails.get(ended.command()), speaking));
        if (time.nanos().getAsLong() - flushedNanos >= FLUSH_AFTER.toNanos()) {
            running.values().stream()
                    .filter(command -> ripe(command) && command.isPending())
                    .forEach(speaking::add);
        } else if (anyPending()) {
            arm();
        }
        if (speaking.isEmpty()) {
            return report;
        }
        flushedNanos = time.nanos().getAsLong();
        return new Report(report.acknowledged(), report.ended(), output(speaking), notes(speaking));
    }

    /// The control plane has `report`.
    public synchronized void delivered(Report report) {
        for (OutputChunk chunk : report.output()) {
            LiveCommand command = running.get(chunk.command());
            if (command != null) {
                command.delivered(chunk);
                // Behind the others now, so that each gets its turn where not all fit.
                running.putLast(chunk.command(), command);
            }
        }
        for (ProgressNote note : report.progress()) {
            LiveCommand command = running.get(note.command());
            if (command != null) {
                command.delivered(note);
            }
        }
        for (Report.Ended ended : report.ended()) {
            LiveCommand tail = tails.remove(ended.command());
            if (tail != null) {
                tail.clear();
            }
        }
        if (anyPending()) {
            arm();
        }
    }

    private List<OutputChunk> output(Collection<LiveCommand> speaking) {
        int streams = speaking.stream().mapToInt(LiveCommand::streamsPending).sum();
        int share = limits.reportMax() / Math.clamp(streams, 1, limits.piecesMax());
        return speaking.stream()
                .flatMap(command -> command.oldest(share).stream())
                .limit(limits.piecesMax())
                .toList();
    }

    private List<ProgressNote> notes(Collection<LiveCommand> speaking) {
        return speaking.stream()
                .flatMap(command -> command.note().stream())
                .limit(limits.piecesMax())
                .toList();
    }

    private void arm() {
        if (armed.compareAndSet(false, true)) {
            alarm.after(FLUSH_AFTER, this::ring);
        }
    }

    private void ring() {
        armed.set(false);
        boolean pending;
        boolean ripe;
        synchronized (this) {
            pending = anyPending();
            ripe = running.values().stream().anyMatch(command -> ripe(command) && command.isPending());
        }
        if (ripe) {
            due.run();
        } else if (pending) {
            arm();
        }
    }

    private boolean anyPending() {
        return running.values().stream().anyMatch(LiveCommand::isPending);
    }

    private boolean ripe(LiveCommand command) {
        return time.nanos().getAsLong() - command.begunNanos() >= FLUSH_AFTER.toNanos();
    }

    private static void addIfThere(@Nullable LiveCommand command, List<LiveCommand> list) {
        if (command != null) {
            list.add(command);
        }
    }
}
