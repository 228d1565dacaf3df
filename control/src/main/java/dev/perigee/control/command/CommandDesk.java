package dev.perigee.control.command;

import dev.perigee.control.access.Caller;
import dev.perigee.control.audit.Audit;
import dev.perigee.control.audit.Deeds;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.audit.Deed;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Where callers submit commands, ask for them, wait for them and cancel them. What it has answered is durable.
/// Thread-safe; blocks only for the store.
public final class CommandDesk {
    public static final Duration NOT_BEFORE_MAX = Duration.ofDays(30);

    private final CommandStore store;
    private final Transitions transitions;
    private final Intake intake;
    private final Watchers watchers;
    private final Surroundings around;

    /// What the desk needs of the world: which satellites there are, whom to wake and to tell, the time, chance,
    /// its limits, and who records what is submitted.
    public record Surroundings(
            Predicate<SatelliteId> known,
            QueueDepths depths,
            Wakeups wakeups,
            Openings openings,
            List<CommandListener> listeners,
            InstantSource clock,
            RandomGenerator random,
            CommandLifecycle lifecycle,
            Limits limits,
            Audit audit) {}

    /// How often a command is offered unless its submission says so, and how many may wait for commands at a time.
    public record Limits(int attemptsMax, int waitsMax) {}

    public CommandDesk(CommandStore store, Surroundings around) {
        this.store = store;
        this.around = around;
        this.watchers = new Watchers(around.limits().waitsMax());
        CommandListener announcer = new Announcer(
                Stream.concat(
                                Stream.of(around.depths()),
                                Stream.concat(around.listeners().stream(), Stream.of(watchers)))
                        .toList(),
                around.wakeups());
        this.intake =
                new Intake(store, new Intake.Ways(around.depths(), around.openings(), around.lifecycle(), announcer));
        this.transitions = new Transitions(store, around.lifecycle(), around.clock(), announcer);
    }

    /// How everything else that changes commands does it.
    public Transitions transitions() {
        return transitions;
    }

    /// How everything else that makes commands brings them in.
    public Intake intake() {
        return intake;
    }

    /// As for a caller of that name, from nowhere.
    public Insertion submit(String caller, Submission submission) {
        return submit(unlocated(caller), submission);
    }

    /// Accepts a command, or finds the one that this caller's key was used for before.
    public Insertion submit(Caller caller, Submission submission) {
        if (!around.known().test(submission.to())) {
            throw new ProblemException(
                    ProblemType.SATELLITE_UNKNOWN,
                    "satellite \"" + submission.to()
                            + "\" is not registered; `perigee satellites` lists those that are");
        }
        Command command = newCommand(caller.name(), submission);
        around.audit()
                .record(Deeds.submission(
                        caller,
                        AuditAct.COMMAND_SUBMITTED,
                        command.id().value(),
                        command.satellite().value(),
                        command.spec()));
        Insertion insertion = intake.admit(command);
        if (insertion instanceof Insertion.Repeated(Command first)) {
            refuseOtherRequest(submission, first);
        }
        return insertion;
    }

    /// As for a caller of that name, from nowhere.
    public Insertion redrive(String caller, CommandId id) {
        return redrive(unlocated(caller), id);
    }

    /// Submits a dead letter's command once more, with times of its own; done again, it finds the one that stands
    /// in for the dead letter already.
    public Insertion redrive(Caller caller, CommandId id) {
        Command dead = find(id);
        if (dead.status().state() != CommandState.DEAD_LETTERED) {
            throw new ProblemException(
                    ProblemType.COMMAND_NOT_DEAD,
                    "command " + id + " is " + dead.status().state().wireName() + "; expected one that is "
                            + CommandState.DEAD_LETTERED.wireName());
        }
        Command next = newCommand(caller.name(), dead);
        around.audit().record(Deeds.redrive(caller, next.id(), id));
        return intake.admit(next);
    }

    public Command find(CommandId id) {
        return store.find(id)
                .orElseThrow(() -> new ProblemException(ProblemType.COMMAND_UNKNOWN, "no command has the id " + id));
    }

    public List<Command> list(CommandQuery query) {
        return store.list(query);
    }

    /// As for a caller of that name, from nowhere.
    public Command cancel(String caller, CommandId id) {
        return cancel(unlocated(caller), id);
    }

    /// Ends a command that is queued; tells the satellite to end one that has left the queue. Returns it as it is
    /// then; one that has ended already stays as it is.
    public Command cancel(Caller caller, CommandId id) {
        Command command = find(id);
        around.audit().record(new Deed(caller.name(), AuditAct.COMMAND_CANCELLED, id.value()).from(caller.address()));
        List<Command> moved = transitions.apply(List.of(command), new CommandEvent.CancelRequested(caller.name()));
        return moved.isEmpty() ? find(id) : moved.getFirst();
    }

    /// Calls `told` once the command has ended, at once if it has already; on the thread that ended it or on
    /// this one. The returned action gives up waiting, at any time; no call of `told` begins after it.
    public Runnable await(CommandId id, Consumer<Command> told) {
        Watchers.Watch watch = register(id, Watchers.Interest.END, told);
        try {
            Command command = find(id);
            if (command.status().state().isTerminal()) {
                watch.end(command);
            }
        } catch (RuntimeException e) {
            watch.cancel();
            throw e;
        }
        return watch::cancel;
    }

    /// Calls `told` with the command as it is, and then after each change up to its end; from any thread. Two
    /// changes may overtake each other: compare revisions. The returned action gives up.
    public Runnable watch(CommandId id, Consumer<Command> told) {
        Watchers.Watch watch = register(id, Watchers.Interest.EACH_CHANGE, told);
        try {
            Command command = find(id);
            if (command.status().state().isTerminal()) {
                watch.end(command);
            } else {
                watch.change(command);
            }
        } catch (RuntimeException e) {
            watch.cancel();
            throw e;
        }
        return watch::cancel;
    }

    private Watchers.Watch register(CommandId id, Watchers.Interest interest, Consumer<Command> told) {
        Watchers.Watch watch = watchers.register(id, interest, told);
        if (watch == null) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_WAITS,
                    "more than " + around.limits().waitsMax() + " callers wait for a command; ask again");
        }
        return watch;
    }

    private Command newCommand(String caller, Submission submission) {
        Instant now = around.clock().instant();
        Instant notBefore = submission.notBefore();
        if (notBefore != null && notBefore.isAfter(now.plus(NOT_BEFORE_MAX))) {
            throw new BadValue("notBefore", notBefore, "at most " + NOT_BEFORE_MAX.toDays() + " days ahead");
        }
        Instant start = notBefore != null && notBefore.isAfter(now) ? notBefore : null;
        Integer attempts = submission.attempts();
        return new Command(
                CommandId.create(now.toEpochMilli(), around.random()),
                submission.to(),
                submission.command(),
                new Command.Terms(
                        submission.priority(),
                        start,
                        (start == null ? now : start).plus(submission.ttl()),
                        submission.timeout(),
                        attempts == null ? around.limits().attemptsMax() : attempts,
                        submission.idempotent()),
                new Command.Origin(caller, now, submission.key(), submission.correlation(), null, null),
                CommandStatus.queued(now, start));
    }

    private Command newCommand(String caller, Command dead) {
        Instant now = around.clock().instant();
        Command.Terms terms = dead.terms();
        Instant begun = terms.notBefore() == null ? dead.origin().submittedAt() : terms.notBefore();
        return new Command(
                CommandId.create(now.toEpochMilli(), around.random()),
                dead.satellite(),
                dead.spec(),
                new Command.Terms(
                        terms.priority(),
                        null,
                        now.plus(Duration.between(begun, terms.expiresAt())),
                        terms.timeout(),
                        terms.attemptsMax(),
                        terms.idempotent()),
                new Command.Origin(caller, now, null, dead.origin().correlation(), null, dead.id()),
                CommandStatus.queued(now, null));
    }

    private static void refuseOtherRequest(Submission submission, Command first) {
        if (!first.satellite().equals(submission.to()) || !first.spec().equals(submission.command())) {
            throw new ProblemException(
                    ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "key \"" + submission.key() + "\" was used for another request, command " + first.id()
                            + "; expected a new key, or the same satellite and command");
        }
    }

    /// Nothing here depends on the role: who may was asked before.
    private static Caller unlocated(String name) {
        return new Caller(name, Role.OPERATOR, null);
    }
}
