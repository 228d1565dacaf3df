package dev.perigee.satellite.outbox;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.satellite.ledger.Ledger;
import dev.perigee.satellite.ledger.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// What waits to be reported. Results go at once; an acknowledgement waits for its result, which makes it
/// unnecessary, or until the outbox is woken. Results stay until the control plane has them, over a crash too;
/// acknowledgements need not, since a command that is offered again is acknowledged again. Thread-safe; its monitor
/// guards the queues.
public final class Outbox {
    private final Ledger ledger;
    private final Limits limits;

    private final SequencedMap<CommandId, Result> results = new LinkedHashMap<>();
    private final SequencedSet<CommandId> acknowledgements = new LinkedHashSet<>();
    private boolean acknowledge;
    private boolean woken;

    /// How much output one report carries (the first result always goes), and how many results.
    public record Limits(long outputMax, int resultsMax) {}

    public Outbox(Ledger ledger, Limits limits) {
        this.ledger = ledger;
        this.limits = limits;
        this.results.putAll(ledger.unsettled());
    }

    public synchronized void acknowledge(CommandId command) {
        acknowledgements.add(command);
    }

    /// Files what a command came to.
    public void end(CommandId command, Result result) {
        ledger.end(command, result);
        synchronized (this) {
            acknowledgements.remove(command);
            results.put(command, result);
            notifyAll();
        }
    }

    /// Reports a result again that the control plane seems not to have.
    public synchronized void reportAgain(CommandId command) {
        if (ledger.standing(command) instanceof Standing.Ended(Result result)) {
            results.putIfAbsent(command, result);
            notifyAll();
        }
    }

    /// What is to be reported now. It stays here until it is `delivered`; when it could not be, `wake` makes it due
    /// again.
    public synchronized Optional<Report> due() {
        if (results.isEmpty() && !acknowledge) {
            return Optional.empty();
        }
        acknowledge = false;
        List<Report.Ended> ended = new ArrayList<>();
        long output = 0;
        for (Map.Entry<CommandId, Result> entry : results.entrySet()) {
            output += outputBytes(entry.getValue());
            if (!ended.isEmpty() && (output > limits.outputMax() || ended.size() == limits.resultsMax())) {
                break;
            }
            ended.add(new Report.Ended(entry.getKey(), entry.getValue()));
        }
        return Optional.of(new Report(List.copyOf(acknowledgements), ended));
    }

    /// The control plane has all of `report`.
    public void delivered(Report report) {
        List<CommandId> ended =
                report.ended().stream().map(Report.Ended::command).toList();
        ledger.settle(ended);
        synchronized (this) {
            ended.forEach(results::remove);
            report.acknowledged().forEach(acknowledgements::remove);
            // Woken while the report was under way: what it did not carry stays due.
            acknowledge &= !acknowledgements.isEmpty();
        }
    }

    /// Blocks until there is a result to report, or it is woken.
    public synchronized void await() throws InterruptedException {
        while (results.isEmpty() && !woken && !acknowledge) {
            wait();
        }
        woken = false;
    }

    /// Ends a wait that is under way, and makes acknowledgements due.
    public synchronized void wake() {
        woken = true;
        acknowledge = !acknowledgements.isEmpty();
        notifyAll();
    }

    /// Whether nothing waits to be reported.
    public synchronized boolean isEmpty() {
        return results.isEmpty() && acknowledgements.isEmpty();
    }

    private static long outputBytes(Result result) {
        return switch (result) {
            case Result.Completed completed -> bytes(completed.stdout(), completed.stderr());
            case Result.TimedOut timedOut -> bytes(timedOut.stdout(), timedOut.stderr());
            case Result.Interrupted interrupted -> bytes(interrupted.stdout(), interrupted.stderr());
            case Result.Cancelled cancelled -> bytes(cancelled.stdout(), cancelled.stderr());
            case Result.Failed _, Result.Unsupported _ -> 0;
        };
    }

    private static long bytes(Output stdout, Output stderr) {
        return (long) stdout.bytes().length + stderr.bytes().length;
    }
}
