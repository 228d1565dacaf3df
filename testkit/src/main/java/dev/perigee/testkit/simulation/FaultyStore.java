package dev.perigee.testkit.simulation;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Decision;
import dev.perigee.control.command.Insertion;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The commands of a control plane behind `StoreCalls`, with what is wrong on purpose.
final class FaultyStore implements CommandStore {
    private final World world;
    private final StoreCalls calls;
    private final InstantSource clock;

    FaultyStore(World world, StoreCalls calls, InstantSource clock) {
        this.world = world;
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public Insertion insert(Command command) {
        return calls.write(new StoreCalls.Write<>(
                () -> disk().insert(defective(command)),
                () -> disk().find(command.id()).map(Insertion.Accepted::new),
                insertion -> {
                    if (insertion instanceof Insertion.Accepted) {
                        inserted(command);
                    }
                }));
    }

    @Override
    public List<Boolean> apply(List<Decision.Move> moves) {
        List<Decision.Move> made = moves.stream().map(this::defective).toList();
        return calls.write(new StoreCalls.Write<>(() -> disk().apply(made), () -> seen(moves), applied -> {
            for (int i = 0; i < made.size(); i++) {
                if (applied.get(i)) {
                    Command stored = stored(made.get(i).before().id());
                    world.note("stored: " + stored.id() + " " + stored.status());
                    world.books().commands().applied(moves.get(i), stored, clock.instant());
                }
            }
        }));
    }

    @Override
    public Optional<Command> find(CommandId id) {
        return calls.read(() -> disk().find(id));
    }

    @Override
    public List<Command> findAll(List<CommandId> ids) {
        return calls.read(() -> disk().findAll(ids));
    }

    @Override
    public List<Command> queued(SatelliteId satellite, int max) {
        return calls.read(() -> world.has(Defect.STORE_REVERSES_ORDER)
                ? disk().queued(satellite, Integer.MAX_VALUE).reversed().stream()
                        .limit(max)
                        .toList()
                : disk().queued(satellite, max));
    }

    @Override
    public long queuedBefore(Command command) {
        return calls.read(() -> disk().queuedBefore(command));
    }

    @Override
    public Map<SatelliteId, Long> queueDepths() {
        return calls.read(() -> disk().queueDepths());
    }

    @Override
    public List<Command> cancelling(int max) {
        return calls.read(() -> disk().cancelling(max));
    }

    @Override
    public List<Command> holdOver(Instant now, int max) {
        return calls.read(() -> disk().holdOver(now, max));
    }

    @Override
    public List<Command> lastLeaseOver(Instant now, int max) {
        return calls.read(() -> disk().lastLeaseOver(now, max));
    }

    @Override
    public int prune(CommandState state, Instant endedBefore, Instant now, int max) {
        return calls.write(
                new StoreCalls.Write<>(() -> disk().prune(state, endedBefore, now, max), Optional::empty, _ -> {}));
    }

    @Override
    public List<Command> leaseOver(Instant now, int max) {
        return calls.read(() -> disk().leaseOver(now, max));
    }

    @Override
    public List<Command> timeToLiveOver(Instant now, int max) {
        return calls.read(() -> disk().timeToLiveOver(now, max));
    }

    @Override
    public List<Command> executionOver(Instant now, int max) {
        return calls.read(() -> disk().executionOver(now, max));
    }

    @Override
    public List<Command> list(CommandQuery query) {
        return calls.read(() -> disk().list(query));
    }

    /// Books a command that is there now.
    void inserted(Command command) {
        world.books().commands().inserted(stored(command.id()), command.origin());
    }

    /// Which moves took effect of which nobody was told: all that could, or none.
    private Optional<List<Boolean>> seen(List<Decision.Move> moves) {
        List<Boolean> could = moves.stream()
                .map(move -> revision(booked(move)) == revision(move.before()))
                .toList();
        List<Boolean> did = moves.stream()
                .map(move -> disk().find(move.before().id())
                        .filter(stored -> revision(stored) > revision(booked(move)))
                        .isPresent())
                .toList();
        if (!did.contains(true)) {
            return Optional.empty();
        }
        Violation.unless(did.equals(could), "of a call all takes effect or nothing", moves);
        return Optional.of(did);
    }

    private Command booked(Decision.Move move) {
        return world.books().commands().command(move.before().id());
    }

    private static int revision(Command command) {
        return command.status().revision();
    }

    private Command stored(CommandId id) {
        return disk().find(id).orElseThrow(() -> new Violation("what the store took is there", id));
    }

    private CommandStore disk() {
        return calls.disk().commands();
    }

    private Decision.Move defective(Decision.Move move) {
        CommandStatus after = move.after();
        if (world.has(Defect.STORE_DOES_NOT_COMPARE)) {
            return new Decision.Move(disk().find(move.before().id()).orElseThrow(), after);
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
}
