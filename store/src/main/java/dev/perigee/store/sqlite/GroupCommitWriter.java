package dev.perigee.store.sqlite;

import dev.perigee.control.StoreUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one writer of the database. Whoever writes while nobody does leads: it runs every write that waits in one
/// transaction, commits, and answers; a write that comes meanwhile waits, and the first of those leads the next
/// commit. So a lone write changes no thread, and a crowd shares each fsync. Nobody waits for a batch to fill. A
/// write that throws is undone alone; when the commit fails nothing of the batch has happened. Thread-safe; the
/// session belongs to the leader.
final class GroupCommitWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GroupCommitWriter.class);

    private final Session session;
    private final WriteQueue queue;
    private final Limits limits;

    // Only the leader touches these two; the queue's lock passes them on.
    private boolean synchronous = true;
    private boolean failing;

    private volatile Commits commits = new Commits(0, 0);

    /// What one caller wants written, as one whole. It may be run twice, the first time in vain; it must leave the
    /// transaction's bounds alone.
    interface Unit<T> {
        T run(Session session) throws SQLException;
    }

    /// How many writes may wait, how many one transaction takes, and how long a caller waits for room in the queue.
    record Limits(int waitingMax, int batchMax, Duration patience) {
        static final Limits DEFAULT = new Limits(4_096, 512, Duration.ofSeconds(30));
    }

    /// How many transactions were committed: with the disk waited for, and without.
    record Commits(long durable, long lazy) {}

    /// Takes over `session`, which must be in autocommit mode with synchronous=FULL.
    GroupCommitWriter(Session session, Limits limits) {
        this.session = session;
        this.limits = limits;
        this.queue = new WriteQueue(limits.waitingMax());
    }

    /// Does `unit`; it is committed and on disk when this returns.
    <T> T durably(Unit<T> unit) {
        return write(new PendingWrite<>(unit, true));
    }

    /// Does `unit`; it is committed when this returns, and on disk no later than the next durable write.
    <T> T lazily(Unit<T> unit) {
        return write(new PendingWrite<>(unit, false));
    }

    /// How many writes wait to be taken.
    int waiting() {
        return queue.size();
    }

    Commits commits() {
        return commits;
    }

    /// Refuses new writes, finishes those that wait, and moves everything from the log into the database file.
    @Override
    public void close() {
        if (!queue.close()) {
            return;
        }
        try (session) {
            session.pragma("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            log.atWarn().setCause(e).log("the database was not closed cleanly; its log is replayed when it is opened");
        }
    }

    private <T> T write(PendingWrite<T> write) {
        boolean leads = queue.put(write, limits.patience());
        if (leads || write.await() == PendingWrite.Turn.LEAD) {
            try {
                commit(queue.take(limits.batchMax()));
            } finally {
                queue.handOver();
            }
        }
        return write.result();
    }

    private void commit(List<PendingWrite<?>> batch) {
        boolean durable = batch.stream().anyMatch(PendingWrite::durable);
        try {
            synchronous(durable);
            session.update("BEGIN IMMEDIATE");
            if (!runAll(batch)) {
                session.update("ROLLBACK");
                session.update("BEGIN IMMEDIATE");
                runApart(batch);
            }
            session.update("COMMIT");
        } catch (SQLException | RuntimeException | Error e) {
            rollback();
            failed(batch, e);
            return;
        }
        commits = durable
                ? new Commits(commits.durable() + 1, commits.lazy())
                : new Commits(commits.durable(), commits.lazy() + 1);
        succeeded();
        batch.forEach(PendingWrite::answer);
    }

    /// In WAL mode FULL waits for the disk at each commit and NORMAL does not; the next FULL commit then syncs the
    /// whole log, earlier commits included.
    private void synchronous(boolean durable) throws SQLException {
        if (synchronous != durable) {
            session.pragma(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            synchronous = durable;
        }
    }

    /// Runs the writes as if none could fail, which is the rule; stops at the first that does.
    private boolean runAll(List<PendingWrite<?>> batch) {
        for (PendingWrite<?> write : batch) {
            if (!write.run(session)) {
                return false;
            }
        }
        return true;
    }

    /// Runs each write so that it can be undone without the others.
    private void runApart(List<PendingWrite<?>> batch) throws SQLException {
        for (PendingWrite<?> write : batch) {
            session.update("SAVEPOINT unit");
            if (!write.run(session)) {
                session.update("ROLLBACK TO unit");
            }
            session.update("RELEASE unit");
        }
    }

    private void rollback() {
        try {
            session.update("ROLLBACK");
        } catch (SQLException e) {
            // A failure that was grave enough has rolled back by itself.
            log.atDebug().setCause(e).log("nothing to roll back");
        }
    }

    private void failed(List<PendingWrite<?>> batch, Throwable cause) {
        if (!failing) {
            failing = true;
            log.atError().addKeyValue("writes", batch.size()).setCause(cause).log("writing fails");
        }
        batch.forEach(write -> write.fail(new StoreUnavailable("the database could not commit", cause)));
    }

    private void succeeded() {
        if (failing) {
            failing = false;
            log.atInfo().log("writing works again");
        }
    }
}
