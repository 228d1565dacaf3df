package dev.perigee.store.sqlite;

import dev.perigee.store.commit.Lane;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one writer of the database: a lane with one leader, whose batches are transactions. Thread-safe.
final class GroupCommitWriter implements AutoCloseable {
    static final Lane.Limits LIMITS = new Lane.Limits(4_096, 512, 1, Duration.ofSeconds(30));

    private static final Logger log = LoggerFactory.getLogger(GroupCommitWriter.class);

    private final Session session;
    private final BatchTransaction transaction;
    private final Lane<SqliteWrite<?>> lane;

    /// Takes over `session`, which must be in autocommit mode with synchronous=FULL.
    GroupCommitWriter(Session session, Lane.Limits limits) {
        this.session = session;
        this.transaction = new BatchTransaction(session);
        this.lane = new Lane<>("write", transaction, limits);
    }

    /// Returns what came of `write`; it is committed then, and on disk if it is durable.
    <R> R write(SqliteWrite<R> write) {
        lane.run(write);
        return write.result();
    }

    /// How many writes wait to be taken.
    int waiting() {
        return lane.waiting();
    }

    BatchTransaction.Commits commits() {
        return transaction.commits();
    }

    /// Refuses new writes, finishes those that wait, and moves everything from the log into the database file.
    @Override
    public void close() {
        if (!lane.close()) {
            return;
        }
        try (session) {
            session.pragma("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            log.atWarn().setCause(e).log("the database was not closed cleanly; its log is replayed when it is opened");
        }
    }
}
