package dev.perigee.satellite.ledger;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Delivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the satellite knows of each command, kept over a crash of the process or the machine. The last settled
/// commands are remembered too, so that one delivered again is recognised. Thread-safe; its monitor guards the map
/// and the order of the journal's records, and no fsync happens under it except when the journal is compacted.
public final class Ledger implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Ledger.class);
    private final Journal journal;
    private final Limits limits;
    private final Map<CommandId, Standing> standings = new LinkedHashMap<>();
    private final SequencedSet<CommandId> settled = new LinkedHashSet<>();
    private long compactAt;

    /// How many settled commands are remembered, and from how many bytes on the journal is compacted.
    public record Limits(int settledMax, long compactFromBytes) {
        public static final Limits DEFAULT = new Limits(10_000, 16L * 1024 * 1024);
    }

    private Ledger(Journal journal, Limits limits) {
        this.journal = journal;
        this.limits = limits;
        this.compactAt = limits.compactFromBytes();
    }

    public static Ledger open(JournalFile file) throws IOException {
        return open(file, Limits.DEFAULT);
    }

    public static Ledger open(JournalFile file, Limits limits) throws IOException {
        Ledger ledger = new Ledger(new Journal(file), limits);
        ledger.journal.open().forEach(ledger::apply);
        return ledger;
    }

    /// Whether anything can still be begun; after a failed fsync nothing can until a restart.
    public boolean usable() {
        return journal.usable();
    }

    public synchronized Standing standing(CommandId command) {
        Standing live = standings.get(command);
        if (live != null) {
            return live;
        }
        return settled.contains(command) ? new Standing.Settled() : new Standing.Unknown();
    }

    /// Notes that these commands are about to run; the ones that must not run twice are on disk when this returns.
    /// When it throws, none of them may be run.
    public void begin(List<Delivery> deliveries) throws IOException {
        try {
            long mark = writeBegun(deliveries);
            if (!deliveries.stream().allMatch(Delivery::idempotent)) {
                journal.force(mark);
            }
        } catch (IOException e) {
            abandon(deliveries);
            throw e;
        }
    }

    /// Notes what a command came to. Survives the process at once; should the machine stop before the next fsync and
    /// the report be lost too, the command counts as interrupted. A result that cannot be written is kept in memory
    /// and reported all the same. That a command is cancelled is on disk when this returns: it does not run again,
    /// and whoever has heard of it may rely on that.
    public void end(CommandId command, Result result) {
        try {
            long mark = writeEnded(command, result);
            if (result instanceof Result.Cancelled) {
                journal.force(mark);
            }
        } catch (IOException e) {
            log.atError().addKeyValue("command", command).setCause(e).log("result not journaled; kept in memory");
        }
    }

    /// Notes that the control plane has these results.
    public synchronized void settle(Collection<CommandId> commands) {
        for (CommandId command : commands) {
            if (standings.get(command) instanceof Standing.Ended) {
                try {
                    write(new JournalRecord.Settled(command));
                } catch (IOException e) {
                    apply(new JournalRecord.Settled(command));
                    log.atWarn().addKeyValue("command", command).setCause(e).log("settling not journaled");
                }
            }
        }
        compactWhenLarge();
    }

    /// The commands that were begun and have not ended, oldest first.
    public synchronized List<Delivery> running() {
        return standings.values().stream()
                .mapMulti((Standing standing, Consumer<Delivery> out) -> {
                    if (standing instanceof Standing.Running(Delivery delivery)) {
                        out.accept(delivery);
                    }
                })
                .toList();
    }

    /// The commands that have ended and are not settled, in the order in which they began.
    public synchronized Map<CommandId, Result> unsettled() {
        Map<CommandId, Result> results = new LinkedHashMap<>();
        standings.forEach((command, standing) -> {
            if (standing instanceof Standing.Ended(Result result)) {
                results.put(command, result);
            }
        });
        return results;
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }

    private synchronized long writeBegun(List<Delivery> deliveries) throws IOException {
        long mark = 0;
        for (Delivery delivery : deliveries) {
            mark = write(new JournalRecord.Begun(delivery));
        }
        return mark;
    }

    private synchronized long writeEnded(CommandId command, Result result) throws IOException {
        try {
            return write(new JournalRecord.Ended(command, result));
        } catch (IOException e) {
            apply(new JournalRecord.Ended(command, result));
            throw e;
        }
    }

    private synchronized void abandon(List<Delivery> deliveries) {
        deliveries.forEach(delivery -> standings.remove(delivery.command()));
    }

    private long write(JournalRecord journalRecord) throws IOException {
        long mark = journal.append(journalRecord);
        apply(journalRecord);
        return mark;
    }

    private void apply(JournalRecord journalRecord) {
        switch (journalRecord) {
            case JournalRecord.Begun(Delivery delivery) ->
                standings.put(delivery.command(), new Standing.Running(delivery));
            case JournalRecord.Ended(CommandId command, Result result) ->
                standings.put(command, new Standing.Ended(result));
            case JournalRecord.Settled(CommandId command) -> {
                standings.remove(command);
                settled.addLast(command);
                if (settled.size() > limits.settledMax()) {
                    settled.removeFirst();
                }
            }
        }
    }

    private void compactWhenLarge() {
        if (journal.size() < compactAt) {
            return;
        }
        try {
            journal.replace(snapshot());
        } catch (IOException e) {
            log.atWarn().setCause(e).log("journal not compacted; tried again when it has doubled");
        }
        compactAt = Math.max(limits.compactFromBytes(), 2 * journal.size());
    }

    private List<JournalRecord> snapshot() {
        List<JournalRecord> records = new ArrayList<>();
        settled.forEach(command -> records.add(new JournalRecord.Settled(command)));
        standings.forEach((command, standing) -> {
            switch (standing) {
                case Standing.Running(Delivery delivery) -> records.add(new JournalRecord.Begun(delivery));
                case Standing.Ended(Result result) -> records.add(new JournalRecord.Ended(command, result));
                case Standing.Unknown _, Standing.Settled _ -> {}
            }
        });
        return records;
    }
}
