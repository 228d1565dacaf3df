package dev.perigee.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection of a lane that writes, made anew when it breaks. Used by one thread at a time, except for
/// `hurry` and `cutOff`.
final class LaneLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LaneLink.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Database database;
    private final Fence.Lane lane;
    private final UUID owner;
    private final LongSupplier nanos;
    private final CountDownLatch closing = new CountDownLatch(1);

    private @Nullable WriterLock lock;
    private volatile @Nullable Connection connection;
    private Fence fence;
    private long batch;
    private boolean down;
    private volatile boolean cut;

    /// How to come by connections, for as long as the writer's lock and the fences are this control plane's.
    record Tenancy(Database database, UUID owner, LongSupplier nanos) {}

    /// Takes over a connection whose fence was just raised, with the writer's lock if that hangs on it.
    LaneLink(Tenancy tenancy, Connection connection, Fence.Raised raised, @Nullable WriterLock lock) {
        this.database = tenancy.database();
        this.lock = lock;
        this.connection = connection;
        this.fence = raised.fence();
        this.batch = raised.lastBatch();
        this.lane = raised.fence().lane();
        this.owner = tenancy.owner();
        this.nanos = tenancy.nanos();
    }

    /// The connection, made anew if need be. When this throws, nothing of what is to come has happened.
    Connection connected() throws SQLException {
        Connection open = connection;
        // Whoever comes while the database is down is told so at once; the first had all the patience.
        return open != null
                ? open
                : reconnect(down ? Duration.ZERO : database.config().patience());
    }

    /// Commits a batch. When this throws a failure that is not `LOST`, nothing of it has happened.
    void commit(CommandBatch part) throws SQLException {
        Connection open = connected();
        batch++;
        try {
            part.run(open, fence.pass(batch));
        } catch (SQLException e) {
            if (Failure.of(e) == Failure.LOST || Failure.of(e) == Failure.FENCED) {
                drop();
            } else {
                undo(open);
            }
            throw e;
        }
    }

    /// After a lost connection: whether the last batch was committed. It never will be if it was not.
    boolean wasCommitted() throws SQLException {
        long attempted = batch;
        reconnect(database.config().patience());
        return batch == attempted;
    }

    /// Gives the connection up; the next use makes a new one.
    void drop() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                log.atDebug().addKeyValue("lane", lane).setCause(e).log("a connection was not closed cleanly");
            }
        }
    }

    /// Ends the waiting for a database that is away.
    void hurry() {
        closing.countDown();
    }

    /// Breaks the connection under whoever waits for its answer, and makes no other.
    void cutOff() {
        cut = true;
        hurry();
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                log.atDebug().addKeyValue("lane", lane).setCause(e).log("a connection was not cut off");
            }
        }
    }

    @Override
    public void close() {
        hurry();
        Connection open = connection;
        if (open != null && lock != null) {
            try {
                WriterLock.release(open);
            } catch (SQLException e) {
                log.atDebug().setCause(e).log("the lock goes with its connection");
            }
        }
        drop();
    }

    private Connection reconnect(Duration patience) throws SQLException {
        drop();
        long end = nanos.getAsLong() + patience.toNanos();
        while (true) {
            if (cut) {
                throw new SQLException("the database was silent to the end", "08006");
            }
            try {
                Connection made = connect();
                connection = made;
                down = false;
                return made;
            } catch (SQLException e) {
                boolean over = nanos.getAsLong() - end >= 0;
                if (over || Failure.of(e) == Failure.FENCED || Failure.of(e) == Failure.REFUSED || closes()) {
                    down = true;
                    throw e;
                }
            }
        }
    }

    private Connection connect() throws SQLException {
        Connection made = switch (lane) {
            case DURABLE -> database.openDurable();
            case LAZY -> database.openLazy();
        };
        try {
            WriterLock held = lock;
            if (held != null) {
                lock = held.takeAgain(made);
            }
            Fence.Raised raised = Fence.raise(made, lane, owner);
            fence = raised.fence();
            batch = raised.lastBatch();
            return made;
        } catch (SQLException e) {
            made.close();
            throw e;
        }
    }

    private boolean closes() {
        try {
            return closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // A commit may be in doubt; the wait goes on until its end, and the thread learns of it then.
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void undo(Connection open) {
        try {
            if (!open.getAutoCommit()) {
                open.rollback();
                open.setAutoCommit(true);
            }
        } catch (SQLException e) {
            log.atDebug().addKeyValue("lane", lane).setCause(e).log("nothing to roll back");
            drop();
        }
    }
}
