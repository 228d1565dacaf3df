package dev.perigee.store.commit;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Something asked of the database, on its way in a lane. What is asked is in the subclass, as data; here is
/// whose turn it is and what came of it. Whoever leads the batch notes the outcome, by `succeed` or `fail`;
/// noting it again replaces it, until the lane has answered. The thread that made it waits for it, and no other
/// may.
public abstract class Pending<R> {
    private final Thread owner = Thread.currentThread();

    private @Nullable Outcome<R> outcome;
    private volatile Turn turn = Turn.WAIT;

    /// What the thread of a pending thing has to do.
    enum Turn {
        WAIT,
        LEAD,
        DONE
    }

    private sealed interface Outcome<R> {
        record Value<R>(R value) implements Outcome<R> {}

        record Thrown<R>(RuntimeException why) implements Outcome<R> {}

        record Broken<R>(Error why) implements Outcome<R> {}
    }

    protected Pending() {}

    public final void succeed(R value) {
        outcome = new Outcome.Value<>(value);
    }

    public final void fail(RuntimeException why) {
        outcome = new Outcome.Thrown<>(why);
    }

    public final void fail(Error why) {
        outcome = new Outcome.Broken<>(why);
    }

    /// What came of it, once the lane has run it.
    public final R result() {
        return switch (outcome) {
            case null -> throw new IllegalStateException("answered before it was run");
            case Outcome.Value<R> value -> value.value();
            case Outcome.Thrown<R> thrown -> throw thrown.why();
            case Outcome.Broken<R> broken -> throw broken.why();
        };
    }

    /// What was noted holds.
    final void answer() {
        turn(Turn.DONE);
    }

    /// The next batch is this one's to lead.
    final void lead() {
        turn(Turn.LEAD);
    }

    /// Waits, through interruptions, until there is something to do: a commit may be under way and cannot be
    /// called back.
    final Turn await() {
        boolean interrupted = false;
        while (turn == Turn.WAIT) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            owner.interrupt();
        }
        return turn;
    }

    private void turn(Turn next) {
        turn = next;
        LockSupport.unpark(owner);
    }
}
