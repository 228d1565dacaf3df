package dev.perigee.testkit.simulation;

import dev.perigee.control.command.Command;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.protocol.delivery.Report;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What ran on the satellites, over all their lives: only what was addressed to them, a command that is not idempotent
/// at most once; and which results must be on record in the end.
final class RunBook {
    private final Map<CommandId, Runs> runs = new HashMap<>();
    private final Map<CommandId, Result> owed = new LinkedHashMap<>();
    private final Map<SatelliteId, Set<CommandId>> inMemory = new HashMap<>();
    private final Map<SatelliteId, Set<CommandId>> unforced = new HashMap<>();
    private final Set<CommandId> unreported = new LinkedHashSet<>();
    private final Set<CommandId> confirmed = new HashSet<>();
    private int begun;

    private static final class Runs {
        private int begun;
        private boolean running;
        private final SatelliteId satellite;
        private final boolean idempotent;
        private final Set<Result> results = new HashSet<>();

        private Runs(Command command) {
            this.satellite = command.satellite();
            this.idempotent = command.terms().idempotent();
        }
    }

    /// A run of `delivery` begins on `satellite`, for which the control plane holds `command`. Returns its number.
    int begun(SatelliteId satellite, Delivery delivery, Command command) {
        Violation.unless(
                satellite.equals(command.satellite()) && satellite.equals(delivery.satellite()),
                "a satellite runs only what was addressed to it",
                satellite + " runs " + command);
        Runs of = runs.computeIfAbsent(delivery.command(), _ -> new Runs(command));
        Violation.unless(!of.running, "a command runs once at a time", command);
        Violation.unless(!confirmed.contains(command.id()), "what is confirmed as cancelled is not run", command);
        of.begun++;
        of.running = true;
        Violation.unless(
                of.begun == 1 || of.idempotent, "a command that is not idempotent is begun at most once", command);
        return ++begun;
    }

    /// The run ends, and its result is about to be filed.
    void ended(CommandId command, Result result) {
        Runs of = Objects.requireNonNull(runs.get(command));
        of.running = false;
        of.results.add(result);
    }

    /// The run was cut off with its process; the next life knows of it and must report it.
    void cutOff(CommandId command) {
        Objects.requireNonNull(runs.get(command)).running = false;
        unreported.add(command);
    }

    /// The control plane has all of `report`.
    void reported(Report report) {
        report.ended().forEach(end -> unreported.remove(end.command()));
    }

    boolean produced(CommandId command, Result result) {
        Runs of = runs.get(command);
        boolean neverBegun = result.equals(Result.Cancelled.NEVER_BEGUN) && (of == null || of.idempotent);
        return neverBegun || (of != null && of.results.contains(result));
    }

    /// The control plane has it from the satellite that `command` is cancelled.
    void confirmed(Command command) {
        Runs of = runs.get(command.id());
        Violation.unless(of == null || !of.running, "what is confirmed as cancelled does not run", command);
        confirmed.add(command.id());
    }

    /// The control plane cancelled `command` before it had ever been leased.
    void cancelledInTheQueue(Command command) {
        Violation.unless(!runs.containsKey(command.id()), "what was never leased does not run", command);
        confirmed.add(command.id());
    }

    /// The outbox took the result, and its journal too if `journaled`.
    void filed(SatelliteId satellite, CommandId command, Result result, boolean journaled) {
        owed.put(command, result);
        (journaled ? unforced : inMemory)
                .computeIfAbsent(satellite, _ -> new HashSet<>())
                .add(command);
    }

    /// All that this satellite's journal holds survives its machine.
    void forced(SatelliteId satellite) {
        unforced.remove(satellite);
    }

    /// The satellite's journal was written anew from memory.
    void rewritten(SatelliteId satellite) {
        inMemory.remove(satellite);
    }

    /// The process is gone; what it had only in memory is not owed any more, and with the machine what was not
    /// forced: begun commands that may run again are not.
    void stopped(SatelliteId satellite, boolean machineToo) {
        owed.keySet().removeAll(inMemory.getOrDefault(satellite, Set.of()));
        confirmed.removeAll(inMemory.getOrDefault(satellite, Set.of()));
        inMemory.remove(satellite);
        if (machineToo) {
            owed.keySet().removeAll(unforced.getOrDefault(satellite, Set.of()));
            confirmed.removeAll(unforced.getOrDefault(satellite, Set.of()));
            unforced.remove(satellite);
            unreported.removeIf(command -> {
                Runs of = Objects.requireNonNull(runs.get(command));
                return of.idempotent && of.satellite.equals(satellite);
            });
        }
    }

    /// The satellite was told that `command` had ended otherwise.
    void late(Command command) {
        Violation.unless(command.status().state().isTerminal(), "only what has ended is late", command);
        Result result = owed.get(command.id());
        if (result != null && !isRecorded(command, result)) {
            owed.remove(command.id());
        }
    }

    /// In the end, each owed result is on record, and what was cut off was reported.
    void checkOwed(CommandBook commands) {
        Violation.unless(unreported.isEmpty(), "what a crash interrupted is reported", unreported);
        owed.forEach((id, result) -> Violation.unless(
                isRecorded(commands.command(id), result),
                "a result that was not late is on record",
                result + " of " + commands.command(id)));
    }

    int total() {
        return begun;
    }

    private static boolean isRecorded(Command command, Result result) {
        return command.status().result().filter(result::equals).isPresent();
    }
}
