package dev.perigee.control;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.Decision;
import dev.perigee.control.command.Insertion;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.testkit.store.InMemoryCommandStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A store in which a test lets something else happen at the worst moment: each hook runs once, in the order
/// given.
public final class HookedStore extends InMemoryCommandStore {
    private final Deque<Runnable> beforeInsert = new ArrayDeque<>();
    private final Deque<Runnable> beforeApply = new ArrayDeque<>();
    private final Deque<Runnable> beforeFindAll = new ArrayDeque<>();
    private final Deque<Runnable> afterQueued = new ArrayDeque<>();
    private final Deque<Runnable> afterCancelling = new ArrayDeque<>();

    /// A hook that makes the call fail.
    public static Runnable unavailable() {
        return () -> {
            throw new StoreUnavailable("the disk is full");
        };
    }

    public void beforeInsert(Runnable hook) {
        beforeInsert.add(hook);
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

    /// Runs between the answer to `cancelling` and what is made of it.
    public void afterCancelling(Runnable hook) {
        afterCancelling.add(hook);
    }

    @Override
    public synchronized Insertion insert(Command command) {
        runNext(beforeInsert);
        return super.insert(command);
    }

    @Override
    public synchronized List<Command> cancelling(int max) {
        List<Command> cancelling = super.cancelling(max);
        runNext(afterCancelling);
        return cancelling;
    }

    @Override
    public synchronized List<Command> findAll(List<CommandId> ids) {
        runNext(beforeFindAll);
        return super.findAll(ids);
    }

    @Override
    public synchronized List<Command> queued(SatelliteId satellite, int max) {
        List<Command> queued = super.queued(satellite, max);
        runNext(afterQueued);
        return queued;
    }

    @Override
    public synchronized List<Boolean> apply(List<Decision.Move> moves) {
        runNext(beforeApply);
        return super.apply(moves);
    }

    private static void runNext(Deque<Runnable> hooks) {
        Runnable hook = hooks.poll();
        if (hook != null) {
            hook.run();
        }
    }
}
