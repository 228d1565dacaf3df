package dev.perigee.control.live;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandListener;
import dev.perigee.control.command.Decision;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.command.StreamName;
import dev.perigee.protocol.delivery.OutputChunk;
import dev.perigee.protocol.delivery.ProgressNote;
import dev.perigee.protocol.delivery.Report;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The newest output and progress of running commands, until shortly after their ends. Readers hold a position and are
/// told that there is more; nobody waits for them, and what they are too slow for becomes a gap. Thread-safe: its
/// monitor guards everything and is held for work in memory only.
public final class LiveOutput implements CommandListener {
    private final Limits limits;
    private final InstantSource clock;
    private final Function<List<CommandId>, Collection<Command>> find;

    /// The least recently fed first.
    private final SequencedMap<CommandId, LiveEntry> entries = new LinkedHashMap<>();

    private long size;

    /// Bytes kept of each stream and in all, commands known at a time, and how long after its end one is.
    public record Limits(int ringMax, long totalMax, int commandsMax, Duration keptAfterEnd) {
        public static final Limits DEFAULT = new Limits(256 * 1024, 64L * 1024 * 1024, 10_000, Duration.ofSeconds(10));
    }

    /// `find` looks commands up in the store.
    public LiveOutput(Limits limits, InstantSource clock, Function<List<CommandId>, Collection<Command>> find) {
        this.limits = limits;
        this.clock = clock;
        this.find = find;
    }

    /// Takes in what is live in a satellite's report: of its own commands that have left the queue and not ended. What
    /// came before is passed over.
    public void take(SatelliteId satellite, Report report) {
        if (report.output().isEmpty() && report.progress().isEmpty()) {
            return;
        }
        meet(report);
        Set<Runnable> readers = new LinkedHashSet<>();
        synchronized (this) {
            for (OutputChunk chunk : report.output()) {
                LiveEntry entry = speaking(satellite, chunk.command());
                if (entry != null && feed(entry, chunk)) {
                    readers.addAll(entry.readers);
                }
            }
            for (ProgressNote note : report.progress()) {
                LiveEntry entry = speaking(satellite, note.command());
                if (entry != null && !note.equals(entry.note)) {
                    entry.note = note;
                    readers.addAll(entry.readers);
                }
            }
            shrink();
        }
        readers.forEach(Runnable::run);
    }

    /// Calls `more`, from any thread, whenever there may be more to read. The returned action ends that.
    public synchronized Runnable subscribe(CommandId id, Runnable more) {
        entry(id).readers.add(more);
        return () -> unsubscribe(id, more);
    }

    /// What comes at `position` in either stream, at most `bytesMax` bytes; nothing when that is not known yet.
    public synchronized Optional<LivePart> read(CommandId id, LivePosition position, int bytesMax) {
        LiveEntry entry = entries.get(id);
        if (entry == null) {
            return Optional.empty();
        }
        return entry.stdout.read(position.stdout(), bytesMax).or(() -> entry.stderr.read(position.stderr(), bytesMax));
    }

    /// As `read`, of a command that has come to `result`: what that does not hold and is not known live is a gap.
    /// Nothing
    /// when all is read.
    public synchronized Optional<LivePart> read(CommandId id, LivePosition position, int bytesMax, Result result) {
        LiveEntry entry = entries.get(id);
        for (StreamName stream : StreamName.values()) {
            LiveRing ring = entry == null ? null : entry.ring(stream);
            Optional<LivePart> part =
                    new EndedStream(stream, result.output(stream), ring).read(position.of(stream), bytesMax);
            if (part.isPresent()) {
                return part;
            }
        }
        return Optional.empty();
    }

    /// The newest note on how far the command is.
    public synchronized Optional<ProgressNote> progress(CommandId id) {
        return Optional.ofNullable(entries.get(id)).map(entry -> entry.note);
    }

    @Override
    public void accepted(Command command) {
        // It has nothing to say yet.
    }

    @Override
    public synchronized void moved(Decision.Move move) {
        LiveEntry entry = entries.get(move.before().id());
        if (entry != null && move.after().state().isTerminal()) {
            entry.endedAt = clock.instant();
        }
    }

    /// Forgets the commands that ended some time ago.
    public synchronized void forgetEnded() {
        var before = clock.instant().minus(limits.keptAfterEnd());
        entries.values().removeIf(entry -> {
            boolean old = entry.endedAt != null && entry.endedAt.isBefore(before) && entry.readers.isEmpty();
            size -= old ? entry.size() : 0;
            return old;
        });
    }

    /// How many commands are known, and how much memory they take.
    synchronized int commands() {
        return entries.size();
    }

    synchronized long size() {
        return size;
    }

    /// Finds out whose the commands are that speak for the first time. Known before it is looked up, none ends
    /// unnoticed.
    private void meet(Report report) {
        Set<CommandId> strangers = new LinkedHashSet<>();
        synchronized (this) {
            report.output().forEach(chunk -> strangers.add(chunk.command()));
            report.progress().forEach(note -> strangers.add(note.command()));
            strangers.removeIf(id -> entry(id).owner != null);
        }
        if (strangers.isEmpty()) {
            return;
        }
        Collection<Command> found = find.apply(List.copyOf(strangers));
        synchronized (this) {
            for (Command command : found) {
                LiveEntry entry = entries.get(command.id());
                if (entry != null && mayRun(command)) {
                    entry.owner = command.satellite();
                }
            }
            strangers.forEach(this::removeIfIdle);
        }
    }

    private static boolean mayRun(Command command) {
        return switch (command.status().state()) {
            case LEASED, ACKNOWLEDGED -> true;
            case QUEUED, COMPLETED, FAILED, TIMED_OUT, INTERRUPTED, EXPIRED, CANCELLED, DEAD_LETTERED -> false;
        };
    }

    private @Nullable LiveEntry speaking(SatelliteId satellite, CommandId id) {
        LiveEntry entry = entries.get(id);
        return entry != null && entry.endedAt == null && satellite.equals(entry.owner) ? entry : null;
    }

    private boolean feed(LiveEntry entry, OutputChunk chunk) {
        long before = entry.size();
        boolean news = entry.ring(chunk.stream()).feed(chunk.offset(), chunk.bytes());
        size += entry.size() - before;
        entries.putLast(chunk.command(), entry);
        return news;
    }

    private void shrink() {
        for (LiveEntry entry : entries.values()) {
            if (size <= limits.totalMax()) {
                return;
            }
            size -= entry.size();
            entry.clear();
        }
    }

    private LiveEntry entry(CommandId id) {
        LiveEntry known = entries.get(id);
        if (known != null) {
            return known;
        }
        if (entries.size() >= limits.commandsMax()) {
            entries.entrySet().stream()
                    .filter(entry -> entry.getValue().readers.isEmpty())
                    .findFirst()
                    .ifPresent(oldest -> {
                        size -= oldest.getValue().size();
                        entries.remove(oldest.getKey());
                    });
        }
        LiveEntry entry = new LiveEntry(limits.ringMax());
        entries.put(id, entry);
        return entry;
    }

    private synchronized void unsubscribe(CommandId id, Runnable more) {
        LiveEntry entry = entries.get(id);
        if (entry != null) {
            entry.readers.remove(more);
            removeIfIdle(id);
        }
    }

    private void removeIfIdle(CommandId id) {
        LiveEntry entry = entries.get(id);
        if (entry != null && entry.owner == null && entry.readers.isEmpty()) {
            entries.remove(id);
        }
    }
}
