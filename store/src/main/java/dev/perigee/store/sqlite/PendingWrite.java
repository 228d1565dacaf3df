package dev.perigee.store.sqlite;

import dev.perigee.control.StoreUnavailable;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A unit of work that waits for its commit, and then its outcome. Whoever leads the commit runs and answers it; its
/// own thread waits, and may be told to lead.
final class PendingWrite<T> {
    private final GroupCommitWriter.Unit<T> unit;
    private final boolean durable;
    private final Thread owner = Thread.currentThread();

    private @Nullable Outcome<T> outcome;
    private volatile Turn turn = Turn.WAIT;

    /// What the thread of a write has to do.
    enum Turn {
        WAIT,
        LEAD,
        DONE
    }

    private sealed interface Outcome<T> {
        record Value<T>(T value) implements Outcome<T> {}

        record Refused<T>(StoreUnavailable why) implements Outcome<T> {}

        record Thrown<T>(Throwable thrown) implements Outcome<T> {}
    }

    PendingWrite(GroupCommitWriter.Unit<T> unit, boolean durable) {
        this.unit = unit;
        this.durable = durable;
    }

    boolean durable() {
        return durable;
    }

    /// Does the work and notes what came of it; false when it threw. May be run again.
    boolean run(Session session) {
        try {
            outcome = new Outcome.Value<>(unit.run(session));
            return true;
        } catch (SQLException e) {
            outcome = new Outcome.Refused<>(new StoreUnavailable("the database refused a write", e));
        } catch (RuntimeException | Error e) {
            outcome = new Outcome.Thrown<>(e);
        }
        return false;
    }

    /// The commit is done; what `run` noted holds.
    void answer() {
        turn(Turn.DONE);
    }

    /// The commit failed, and the work with it.
    void fail(StoreUnavailable why) {
        outcome = new Outcome.Refused<>(why);
        turn(Turn.DONE);
    }

    /// The next commit is this write's to lead.
    void lead() {
        turn(Turn.LEAD);
    }

    /// Waits, through interruptions, until there is something to do: the commit may be under way and cannot be called
    /// back.
    Turn await() {
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

    /// What came of it, once it is done.
    T result() {
        return switch (outcome) {
            case null -> throw new IllegalStateException("answered before it was run");
            case Outcome.Value<T> value -> value.value();
            case Outcome.Refused<T> refused -> throw refused.why();
            case Outcome.Thrown<T> thrown -> throw unchecked(thrown.thrown());
        };
    }

    private void turn(Turn next) {
        turn = next;
        LockSupport.unpark(owner);
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }
}
