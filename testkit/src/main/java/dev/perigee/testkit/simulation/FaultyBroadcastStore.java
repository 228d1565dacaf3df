package dev.perigee.testkit.simulation;

import dev.perigee.control.broadcast.Acceptance;
import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastDecision;
import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.broadcast.Tally;
import dev.perigee.control.command.Command;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.command.CommandState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The broadcasts beside the commands of a `FaultyStore`, with the same faults and with what is wrong on purpose.
final class FaultyBroadcastStore implements BroadcastStore {
    private final World world;
    private final StoreCalls calls;
    private final FaultyStore commands;

    FaultyBroadcastStore(World world, StoreCalls calls, FaultyStore commands) {
        this.world = world;
        this.calls = calls;
        this.commands = commands;
    }

    @Override
    public Acceptance insert(Broadcast broadcast, List<SatelliteId> members, int liveMax) {
        return calls.write(new StoreCalls.Write<>(
                () -> disk().insert(broadcast, members, liveMax),
                () -> disk().find(broadcast.id()).map(Acceptance.Accepted::new),
                acceptance -> {
                    if (acceptance instanceof Acceptance.Accepted) {
                        world.note(
                                "broadcast accepted: " + broadcast.id() + " to " + members + " " + broadcast.pacing());
                        world.books().broadcasts().inserted(stored(broadcast.id()), members);
                    }
                }));
    }

    @Override
    public boolean apply(BroadcastDecision.Move move, List<Command> created) {
        List<Command> made =
                world.has(Defect.BROADCAST_BATCH_IS_TORN) ? created.subList(0, created.size() / 2) : created;
        return calls.write(new StoreCalls.Write<>(
                () -> disk().apply(defective(move), made), () -> seen(move, made), applied -> {
                    if (applied) {
                        world.note("broadcast stored: " + move.before().id() + " " + move.after() + " with "
                                + made.size());
                        made.forEach(commands::inserted);
                        world.books().broadcasts().applied(move, made);
                    }
                }));
    }

    /// Whether it took effect though nobody was told: with all its commands, or not at all.
    private Optional<Boolean> seen(BroadcastDecision.Move move, List<Command> made) {
        BroadcastId id = move.before().id();
        int revision = stored(id).status().revision();
        boolean moved = revision > world.books().broadcasts().revision(id);
        long there = made.stream()
                .filter(command -> calls.disk().commands().find(command.id()).isPresent())
                .count();
        Violation.unless(there == (moved ? made.size() : 0), "of a call all takes effect or nothing", move);
        return moved ? Optional.of(true) : Optional.empty();
    }

    private Broadcast stored(BroadcastId id) {
        return disk().find(id).orElseThrow(() -> new Violation("what the store took is there", id));
    }

    private BroadcastStore disk() {
        return calls.disk().broadcasts();
    }

    @Override
    public Optional<Broadcast> find(BroadcastId id) {
        return calls.read(() -> disk().find(id));
    }

    @Override
    public Optional<Broadcast> keyed(String caller, String key, Instant now) {
        return calls.read(() -> disk().keyed(caller, key, now));
    }

    @Override
    public List<Broadcast> live(int max) {
        return calls.read(() -> disk().live(max));
    }

    @Override
    public List<Broadcast> list(@Nullable TeamName team, int max) {
        return calls.read(() -> disk().list(team, max));
    }

    @Override
    public List<SatelliteId> members(BroadcastId id, int from, int max) {
        return calls.read(() -> disk().members(id, from, max));
    }

    @Override
    public Tally tally(BroadcastId id) {
        return calls.read(() -> world.has(Defect.BROADCAST_MISCOUNTS) ? Tally.NONE : disk().tally(id));
    }

    @Override
    public List<Command> commands(BroadcastId id, @Nullable CommandState state, @Nullable SatelliteId after, int max) {
        return calls.read(() -> disk().commands(id, state, after, max));
    }

    @Override
    public List<Command> uncancelled(BroadcastId id, int max) {
        return calls.read(() -> disk().uncancelled(id, max));
    }

    @Override
    public int prune(Instant endedBefore, int max) {
        return calls.write(new StoreCalls.Write<>(() -> disk().prune(endedBefore, max), Optional::empty, _ -> {}));
    }

    private BroadcastDecision.Move defective(BroadcastDecision.Move move) {
        return world.has(Defect.BROADCAST_IS_SET_WITHOUT_COMPARING)
                ? new BroadcastDecision.Move(disk().find(move.before().id()).orElseThrow(), move.after())
                : move;
    }
}
