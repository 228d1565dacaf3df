package dev.perigee.store.sqlite;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.StoreUnavailable;
import dev.perigee.store.commit.BatchExecutor;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Runs a batch of writes in one transaction. A write that fails is undone alone. When a commit fails and the database
/// does not say that it was undone, all of the batch has happened or nothing: then `OutcomeUnknown` is thrown. The
/// session belongs to whoever leads.
final class BatchTransaction implements BatchExecutor<SqliteWrite<?>> {
    private static final Logger log = LoggerFactory.getLogger(BatchTransaction.class);

    private static final Set<SQLiteErrorCode> HARMLESS =
            EnumSet.of(SQLiteErrorCode.SQLITE_FULL, SQLiteErrorCode.SQLITE_BUSY, SQLiteErrorCode.SQLITE_IOERR_WRITE);

    private final Session session;

    // Only the leader touches this; the lane passes it on. Null when the database did not say what it is.
    private @Nullable Boolean synchronous = true;

    private volatile Commits commits = new Commits(0, 0);

    /// How many transactions were committed: with the disk waited for, and without.
    record Commits(long durable, long lazy) {}

    /// `session` must be in autocommit mode with synchronous=FULL.
    BatchTransaction(Session session) {
        this.session = session;
    }

    Commits commits() {
        return commits;
    }

    @Override
    public void execute(List<SqliteWrite<?>> batch) {
        boolean durable = batch.stream().anyMatch(SqliteWrite::durable);
        try {
            synchronous(durable);
            session.update("BEGIN IMMEDIATE");
            if (!runAll(batch)) {
                session.update("ROLLBACK");
                session.update("BEGIN IMMEDIATE");
                runApart(batch);
            }
        } catch (SQLException e) {
            undone();
            throw unavailable(e);
        } catch (RuntimeException | Error e) {
            undone();
            throw e;
        }
        commit();
        commits = durable
                ? new Commits(commits.durable() + 1, commits.lazy())
                : new Commits(commits.durable(), commits.lazy() + 1);
    }

    private void commit() {
        try {
            session.update("COMMIT");
        } catch (SQLException e) {
            if (undone() || isHarmless(e)) {
                throw unavailable(e);
            }
            throw new OutcomeUnknown(
                    "the database failed during the commit and does not say whether it was done; look before asking"
                            + " again",
                    e);
        }
    }

    /// Whether a commit that failed so was none: it never began, or its last page, which makes it one, could not be
    /// written. Only one that failed later, while it waited for the disk, is in doubt.
    private static boolean isHarmless(SQLException e) {
        return e instanceof SQLiteException failure && HARMLESS.contains(failure.getResultCode());
    }

    private static StoreUnavailable unavailable(SQLException e) {
        return new StoreUnavailable("the database could not commit: " + e.getMessage(), e);
    }

    /// In WAL mode FULL waits for the disk at each commit and NORMAL does not; the next FULL commit then syncs
    /// the whole log, earlier commits included.
    private void synchronous(boolean durable) throws SQLException {
        if (!Objects.equals(synchronous, durable)) {
            synchronous = null;
            session.pragma(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            synchronous = durable;
        }
    }

    /// Runs the writes as if none could fail, which is the rule; stops at the first that does.
    private boolean runAll(List<SqliteWrite<?>> batch) {
        for (SqliteWrite<?> write : batch) {
            if (!write.attempt(session)) {
                return false;
            }
        }
        return true;
    }

    /// Runs each write so that it can be undone without the others.
    private void runApart(List<SqliteWrite<?>> batch) throws SQLException {
        for (SqliteWrite<?> write : batch) {
            session.update("SAVEPOINT unit");
            if (!write.attempt(session)) {
                session.update("ROLLBACK TO unit");
            }
            session.update("RELEASE unit");
        }
    }

    /// Rolls back; true when there was something left to roll back, and so nothing of it was committed.
    private boolean undone() {
        try {
            session.update("ROLLBACK");
            return true;
        } catch (SQLException e) {
            // A failure that was grave enough has rolled back by itself.
            log.atDebug().setCause(e).log("nothing to roll back");
            return false;
        }
    }
}
