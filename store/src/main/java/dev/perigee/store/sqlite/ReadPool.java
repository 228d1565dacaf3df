package dev.perigee.store.sqlite;

import dev.perigee.control.StoreUnavailable;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The read-only connections, lent out one read at a time. Thread-safe. A read sees all that was committed before
/// it began.
final class ReadPool implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReadPool.class);
    private static final int PATIENCE_SECONDS = 10;

    private final int size;
    private final BlockingDeque<Session> idle;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// A read of one statement or more.
    interface Read<T> {
        T run(Session session) throws SQLException;
    }

    ReadPool(List<Session> sessions) {
        size = sessions.size();
        idle = new LinkedBlockingDeque<>(sessions);
    }

    <T> T read(Read<T> read) {
        Session session = borrow();
        try {
            return read.run(session);
        } catch (SQLException e) {
            throw new StoreUnavailable("the database could not be read", e);
        } finally {
            // The last one used has the warmest cache, so it is the next one lent.
            idle.addFirst(session);
        }
    }

    /// Refuses new reads and closes each connection once its read is done. Closing again does nothing.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        for (int i = 0; i < size; i++) {
            try {
                take().close();
            } catch (SQLException e) {
                log.atWarn().setCause(e).log("a read connection was not closed cleanly");
            }
        }
    }

    private Session borrow() {
        if (closed.get()) {
            throw new StoreUnavailable("the store is closed");
        }
        return take();
    }

    private Session take() {
        try {
            Session session = idle.pollFirst(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (session == null) {
                String busy = "all " + size + " connections were busy for " + PATIENCE_SECONDS + " s";
                throw new StoreUnavailable(busy);
            }
            return session;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted before the read began", e);
        }
    }
}
