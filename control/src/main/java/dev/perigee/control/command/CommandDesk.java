package dev.perigee.control.command;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.delivery.Receipt;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where callers submit commands, ask for them and wait for them, and where satellites' reports arrive. What it has
/// answered is durable. Thread-safe; blocks only for the store.
public final class CommandDesk {
    private static final Logger log = LoggerFactory.getLogger(CommandDesk.class);

    private final CommandStore store;
    private final Transitions transitions;
    private final Waiters waiters;
    private final Surroundings around;

    /// What the desk needs of the world: which satellites there are, whom to wake, the time, chance, and its limits.
    public record Surroundings(
            Predicate<SatelliteId> known,
            Wakeups wakeups,
            InstantSource clock,
            RandomGenerator random,
            CommandLifecycle lifecycle,
            int waitsMax) {}

    public CommandDesk(CommandStore store, Surroundings around) {
        this.store = store;
        this.around = around;
        this.waiters = new Waiters(around.waitsMax());
        this.transitions = new Transitions(store, around.lifecycle(), around.wakeups(), waiters, around.clock());
    }

    /// How everything else that changes commands does it.
    public Transitions transitions() {
        return transitions;
    }

    /// Accepts a command, or finds the one that this caller's key was used for before.
    public Insertion submit(String caller, Submission submission) {
        if (!around.known().test(submission.to())) {
            throw new ProblemException(
                    ProblemType.SATELLITE_UNKNOWN,
                    "satellite \"" + submission.to()
                            + "\" is not registered; `perigee satellites` lists those that are");
        }
        Insertion insertion = store.insert(newCommand(caller, submission));
        switch (insertion) {
            case Insertion.Accepted(Command command) -> {
                around.wakeups().signal(command.satellite());
                log.atDebug()
                        .addKeyValue("command", command.id())
                        .addKeyValue("satellite", command.satellite())
                        .log("accepted");
            }
            case Insertion.Repeated(Command first) -> refuseOtherRequest(submission, first);
        }
        return insertion;
    }

    public Command find(CommandId id) {
        return store.find(id)
                .orElseThrow(() -> new ProblemException(ProblemType.COMMAND_UNKNOWN, "no command has the id " + id));
    }

    public List<Command> list(CommandQuery query) {
        return store.list(query);
    }

    /// Calls `told` once the command has ended, at once if it has already; on the thread that ended it or on this one.
    /// The returned action gives up waiting; it may be called at any time, and then `told` is not called any more.
    public Runnable await(CommandId id, Consumer<Command> told) {
        Waiters.Wait wait = waiters.register(id, told);
        if (wait == null) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_WAITS,
                    "more than " + around.waitsMax() + " callers wait for a command; ask again");
        }
        try {
            Command command = find(id);
            if (command.status().state().isTerminal()) {
                wait.tell(command);
            }
        } catch (RuntimeException e) {
            wait.cancel();
            throw e;
        }
        return wait::cancel;
    }

    /// Takes in what `satellite` has to say. Safe to repeat: what is known already changes nothing.
    public Receipt report(SatelliteId satellite, Report report) {
        Map<CommandId, CommandEvent> events = new HashMap<>();
        report.acknowledged().forEach(id -> events.put(id, new CommandEvent.Acknowledged()));
        report.ended().forEach(end -> events.put(end.command(), new CommandEvent.Ended(end.result())));
        List<Happening> happenings = new ArrayList<>(events.size());
        for (Command command : store.findAll(List.copyOf(events.keySet()))) {
            CommandEvent event = command.satellite().equals(satellite) ? events.remove(command.id()) : null;
            if (event != null) {
                happenings.add(new Happening(command, event));
            }
        }
        List<CommandId> late = new ArrayList<>();
        for (Decision decision : transitions.apply(happenings)) {
            if (decision instanceof Decision.Stay(Command command) && isLate(command, report)) {
                late.add(command.id());
            }
        }
        return new Receipt(List.copyOf(events.keySet()), late);
    }

    private Command newCommand(String caller, Submission submission) {
        Instant now = around.clock().instant();
        return new Command(
                CommandId.create(now.toEpochMilli(), around.random()),
                submission.to(),
                submission.command(),
                new Command.Terms(
                        submission.priority(),
                        now.plus(submission.ttl()),
                        submission.timeout(),
                        submission.idempotent()),
                new Command.Origin(caller, submission.key(), now),
                CommandStatus.queued(now));
    }

    private static void refuseOtherRequest(Submission submission, Command first) {
        if (!first.satellite().equals(submission.to()) || !first.spec().equals(submission.command())) {
            throw new ProblemException(
                    ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "key \"" + submission.key() + "\" was used for another request, command " + first.id()
                            + "; expected a new key, or the same satellite and command");
        }
    }

    /// Whether the satellite reports an end that differs from the one on record, which stays.
    private static boolean isLate(Command command, Report report) {
        return report.ended().stream()
                .anyMatch(end -> end.command().equals(command.id())
                        && !command.status()
                                .result()
                                .filter(end.result()::equals)
                                .isPresent());
    }
}
