package dev.perigee.store.sqlite;

import dev.perigee.control.StoreUnavailable;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// A unit of work that waits for the writer, and then its outcome, which is answered only after the commit. The
/// writer's thread runs and answers it; the caller's waits.
final class PendingWrite<T> {
    private final GroupCommitWriter.Unit<T> unit;
    private final boolean durable;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    private @Nullable Runnable outcome;

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
            T value = unit.run(session);
            outcome = () -> answer.complete(value);
            return true;
        } catch (SQLException e) {
            outcome = () -> answer.completeExceptionally(new StoreUnavailable("the database refused a write", e));
        } catch (RuntimeException | Error e) {
            outcome = () -> answer.completeExceptionally(e);
        }
        return false;
    }

    void answer() {
        if (outcome == null) {
            throw new IllegalStateException("answered before it was run");
        }
        outcome.run();
    }

    void fail(StoreUnavailable why) {
        answer.completeExceptionally(why);
    }

    /// Waits for the commit, through interruptions: it may be under way already and cannot be called back.
    T await() {
        try {
            return answer.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }
}
