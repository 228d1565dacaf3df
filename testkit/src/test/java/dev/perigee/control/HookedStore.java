package dev.perigee.control;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Decision;
import dev.perigee.control.command.Insertion;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.testkit.store.InMemoryCommandStore;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A store in which a test lets something else happen at the worst moment: each hook runs once, in the order given.
public final class HookedStore implements CommandStore {
    private final CommandStore store = new InMemoryCommandStore();
    private final Deque<Runnable> beforeApply = new ArrayDeque<>();
    private final Deque<Runnable> beforeFindAll = new ArrayDeque<>();
    private final Deque<Runnable> afterQueued = new ArrayDeque<>();

    /// A hook that makes the call fail.
    public static Runnable unavailable() {
        return () -> {
            throw new StoreUnavailable("the disk is full");
        };
    }

    public void beforeApply(Runnable hook) {
        beforeApply.add(hook);
    }

    public void beforeFindAll(Runnable hook) {
        beforeFindAll.add(hook);
    }

    /// Runs between the answer to `queued` and what is made of it.
    public void afterQueued(Runnable hook) {
        afterQueued.add(hook);
    }

    @Override
    public Insertion insert(Command command) {
        return store.insert(command);
    }

    @Override
    public Optional<Command> find(CommandId id) {
        return store.find(id);
    }

    @Override
    public List<Command> findAll(List<CommandId> ids) {
        runNext(beforeFindAll);
        return store.findAll(ids);
    }

    @Override
    public List<Command> queued(SatelliteId satellite, int max) {
        List<Command> queued = store.queued(satellite, max);
        runNext(afterQueued);
        return queued;
    }

    @Override
    public List<Boolean> apply(List<Decision.Move> moves) {
        runNext(beforeApply);
        return store.apply(moves);
    }

    @Override
    public List<Command> leaseOver(Instant now, int max) {
        return store.leaseOver(now, max);
    }

    @Override
    public List<Command> timeToLiveOver(Instant now, int max) {
        return store.timeToLiveOver(now, max);
    }

    @Override
    public List<Command> executionOver(Instant now, int max) {
        return store.executionOver(now, max);
    }

    @Override
    public List<Command> list(CommandQuery query) {
        return store.list(query);
    }

    private static void runNext(Deque<Runnable> hooks) {
        Runnable hook = hooks.poll();
        if (hook != null) {
            hook.run();
        }
    }
}
