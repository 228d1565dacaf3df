package dev.perigee.testkit.simulation;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Decision;
import dev.perigee.control.command.Insertion;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.testkit.simulation.Events.Event;
import dev.perigee.testkit.simulation.Events.Side;
import dev.perigee.testkit.store.InMemoryCommandStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The control plane's durable state, which fails as databases and processes do: a call finds the disk full, the
/// process stops before or after it took effect, or something else of the control plane happens first. Books what took
/// effect.
final class FaultyStore implements CommandStore {
    /// How much likelier something comes before a write than before a read.
    private static final int WRITES = 5;

    private final World world;
    private final InstantSource clock;
    private InMemoryCommandStore disk = new InMemoryCommandStore();
    private final StaleCopy staleCopy = new StaleCopy();
    private Duration fullUntil = Duration.ZERO;
    private boolean interleaving;

    FaultyStore(World world, InstantSource clock) {
        this.world = world;
        this.clock = clock;
    }

    /// What it holds, without faults.
    CommandStore contents() {
        return disk;
    }

    InMemoryCommandStore disk() {
        return disk;
    }

    void fillUp(Duration howLong) {
        fullUntil = world.events().now().plus(howLong);
    }

    /// Whether the call that is under way comes from something that came between.
    boolean isInterleaving() {
        return interleaving;
    }

    void machineStops() {
        disk = world.has(Defect.STORE_ANSWERS_TOO_EARLY) ? staleCopy.last() : disk.copyAfterPowerLoss();
        world.books().commands().restored(disk);
    }

    @Override
    public Insertion insert(Command command) {
        return write(() -> {
            Insertion insertion = disk.insert(defective(command));
            if (insertion instanceof Insertion.Accepted) {
                world.books().commands().inserted(disk.find(command.id()).orElseThrow(), command.origin());
            }
            return insertion;
        });
    }

    @Override
    public List<Boolean> apply(List<Decision.Move> moves) {
        return write(() -> {
            List<Decision.Move> made = moves.stream().map(this::defective).toList();
            List<Boolean> applied = disk.apply(made);
            for (int i = 0; i < made.size(); i++) {
                if (applied.get(i)) {
                    Command stored = disk.find(made.get(i).before().id()).orElseThrow();
                    world.note("stored: " + stored.id() + " " + stored.status());
                    world.books().commands().applied(moves.get(i), stored, clock.instant());
                }
            }
            return applied;
        });
    }

    @Override
    public Optional<Command> find(CommandId id) {
        return read(() -> disk.find(id));
    }

    @Override
    public List<Command> findAll(List<CommandId> ids) {
        return read(() -> disk.findAll(ids));
    }

    @Override
    public List<Command> queued(SatelliteId satellite, int max) {
        return read(() -> world.has(Defect.STORE_REVERSES_ORDER)
                ? disk.queued(satellite, Integer.MAX_VALUE).reversed().stream()
                        .limit(max)
                        .toList()
                : disk.queued(satellite, max));
    }

    @Override
    public long queuedBefore(Command command) {
        return read(() -> disk.queuedBefore(command));
    }

    @Override
    public Map<SatelliteId, Long> queueDepths() {
        return read(() -> disk.queueDepths());
    }

    @Override
    public List<Command> cancelling(int max) {
        return read(() -> disk.cancelling(max));
    }

    @Override
    public List<Command> holdOver(Instant now, int max) {
        return read(() -> disk.holdOver(now, max));
    }

    @Override
    public List<Command> lastLeaseOver(Instant now, int max) {
        return read(() -> disk.lastLeaseOver(now, max));
    }

    @Override
    public int prune(CommandState state, Instant endedBefore, Instant now, int max) {
        return write(() -> disk.prune(state, endedBefore, now, max));
    }

    @Override
    public List<Command> leaseOver(Instant now, int max) {
        return read(() -> disk.leaseOver(now, max));
    }

    @Override
    public List<Command> timeToLiveOver(Instant now, int max) {
        return read(() -> disk.timeToLiveOver(now, max));
    }

    @Override
    public List<Command> executionOver(Instant now, int max) {
        return read(() -> disk.executionOver(now, max));
    }

    @Override
    public List<Command> list(CommandQuery query) {
        return read(() -> disk.list(query));
    }

    <T> T write(Supplier<T> call) {
        letOthersGoFirst(WRITES);
        if (world.isFaulty() && world.events().now().compareTo(fullUntil) < 0) {
            throw new StoreUnavailable("the disk is full");
        }
        staleCopy.before(disk);
        return run(call);
    }

    <T> T read(Supplier<T> call) {
        letOthersGoFirst(1);
        return run(call);
    }

    private <T> T run(Supplier<T> call) {
        Faults.Calls faults = world.plan().faults().calls();
        if (world.strikes(faults.failure())) {
            world.note("store call fails");
            throw new StoreUnavailable("input/output error");
        }
        if (world.strikes(faults.crash())) {
            throw new Crash("before a store call");
        }
        T result = call.get();
        if (world.strikes(faults.crash())) {
            throw new Crash("after a store call");
        }
        return result;
    }

    private void letOthersGoFirst(int weight) {
        double probability = weight * world.plan().faults().calls().interleaving();
        if (interleaving || !world.strikes(probability)) {
            return;
        }
        Optional<Event> other = world.events().early(Side.CONTROL_PLANE, world.chance());
        if (other.isPresent()) {
            world.note("meanwhile:");
            interleaving = true;
            try {
                other.get().action().run();
            } finally {
                interleaving = false;
                world.note("and then:");
            }
        }
    }

    private Decision.Move defective(Decision.Move move) {
        CommandStatus after = move.after();
        if (world.has(Defect.STORE_DOES_NOT_COMPARE)) {
            return new Decision.Move(disk.find(move.before().id()).orElseThrow(), after);
        }
        if (world.has(Defect.ACKNOWLEDGED_IS_QUEUED_AGAIN) && after.state() == CommandState.ACKNOWLEDGED) {
            return new Decision.Move(
                    move.before(),
                    new CommandStatus(
                            CommandState.QUEUED,
                            after.attempts(),
                            after.changedAt(),
                            null,
                            null,
                            null,
                            null,
                            after.revision()));
        }
        return move;
    }

    private Command defective(Command command) {
        boolean keys = !world.has(Defect.STORE_IGNORES_KEYS);
        boolean redrives = !world.has(Defect.STORE_IGNORES_REDRIVES);
        if (keys && redrives) {
            return command;
        }
        return new Command(
                command.id(),
                command.satellite(),
                command.spec(),
                command.terms(),
                new Command.Origin(
                        command.origin().caller(),
                        command.origin().submittedAt(),
                        keys ? command.origin().idempotencyKey() : null,
                        command.origin().correlation(),
                        command.origin().partOf(),
                        redrives ? command.origin().redriveOf() : null),
                command.status());
    }

    /// What the disk held some writes ago, for the store that answers too early.
    private final class StaleCopy {
        private static final int EVERY = 10;

        private InMemoryCommandStore copy = new InMemoryCommandStore();
        private int writes;

        void before(InMemoryCommandStore current) {
            if (world.has(Defect.STORE_ANSWERS_TOO_EARLY) && writes++ % EVERY == 0) {
                copy = current.copy();
            }
        }

        InMemoryCommandStore last() {
            return copy;
        }
    }
}
