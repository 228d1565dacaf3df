package dev.perigee.testkit.simulation;

import dev.perigee.control.broadcast.Acceptance;
import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastDecision;
import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.broadcast.Tally;
import dev.perigee.control.command.Command;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.testkit.store.InMemoryBroadcastStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The broadcasts beside the commands of a `FaultyStore`, with the same faults. Books what took effect.
final class FaultyBroadcastStore implements BroadcastStore {
    private final World world;
    private final FaultyStore store;
    private final InMemoryBroadcastStore disk;

    FaultyBroadcastStore(World world, FaultyStore store) {
        this.world = world;
        this.store = store;
        this.disk = new InMemoryBroadcastStore(store::disk);
    }

    /// What it holds, without faults.
    BroadcastStore contents() {
        return disk;
    }

    @Override
    public Acceptance insert(Broadcast broadcast, List<SatelliteId> members, int liveMax) {
        return store.write(() -> {
            Acceptance acceptance = disk.insert(broadcast, members, liveMax);
            if (acceptance instanceof Acceptance.Accepted) {
                world.note("broadcast accepted: " + broadcast.id() + " to " + members + " " + broadcast.pacing());
                world.books().broadcasts().inserted(disk.find(broadcast.id()).orElseThrow(), members);
            }
            return acceptance;
        });
    }

    @Override
    public boolean apply(BroadcastDecision.Move move, List<Command> created) {
        return store.write(() -> {
            List<Command> made =
                    world.has(Defect.BROADCAST_BATCH_IS_TORN) ? created.subList(0, created.size() / 2) : created;
            boolean applied = disk.apply(defective(move), made);
            if (applied) {
                world.note("broadcast stored: " + move.before().id() + " " + move.after() + " with " + made.size());
                made.forEach(command -> world.books()
                        .commands()
                        .inserted(store.disk().find(command.id()).orElseThrow(), command.origin()));
                world.books().broadcasts().applied(move, made);
            }
            return applied;
        });
    }

    @Override
    public Optional<Broadcast> find(BroadcastId id) {
        return store.read(() -> disk.find(id));
    }

    @Override
    public Optional<Broadcast> keyed(String caller, String key, Instant now) {
        return store.read(() -> disk.keyed(caller, key, now));
    }

    @Override
    public List<Broadcast> live(int max) {
        return store.read(() -> disk.live(max));
    }

    @Override
    public List<Broadcast> list(int max) {
        return store.read(() -> disk.list(max));
    }

    @Override
    public List<SatelliteId> members(BroadcastId id, int from, int max) {
        return store.read(() -> disk.members(id, from, max));
    }

    @Override
    public Tally tally(BroadcastId id) {
        return store.read(() -> world.has(Defect.BROADCAST_MISCOUNTS) ? Tally.NONE : disk.tally(id));
    }

    @Override
    public List<Command> commands(BroadcastId id, @Nullable CommandState state, @Nullable SatelliteId after, int max) {
        return store.read(() -> disk.commands(id, state, after, max));
    }

    @Override
    public List<Command> uncancelled(BroadcastId id, int max) {
        return store.read(() -> disk.uncancelled(id, max));
    }

    @Override
    public int prune(Instant endedBefore, int max) {
        return store.write(() -> disk.prune(endedBefore, max));
    }

    private BroadcastDecision.Move defective(BroadcastDecision.Move move) {
        return world.has(Defect.BROADCAST_IS_SET_WITHOUT_COMPARING)
                ? new BroadcastDecision.Move(disk.find(move.before().id()).orElseThrow(), move.after())
                : move;
    }
}
