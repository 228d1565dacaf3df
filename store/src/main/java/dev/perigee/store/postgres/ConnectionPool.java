package dev.perigee.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.perigee.control.StoreUnavailable;
import dev.perigee.store.sql.RowReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections for everything but the lanes that write commands, lent out one piece of work at a time.
/// Thread-safe.
final class ConnectionPool implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConnectionPool.class);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

    private final HikariDataSource source;
    private final Set<Connection> lent = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    /// Work of one statement or more.
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    ConnectionPool(Database database) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("perigee");
        config.setDataSource(database.source());
        config.setMaximumPoolSize(database.config().connectionsMax());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(database.config().patience().toMillis());
        config.setInitializationFailTimeout(-1);
        source = new HikariDataSource(config);
    }

    /// Does work that may be done twice: it is, if the connection is lost the first time.
    <T> T read(Work<T> work) {
        try {
            return run(work);
        } catch (SQLException e) {
            if (Failure.of(e) != Failure.LOST || cut || source.isClosed()) {
                throw unavailable(e);
            }
        }
        try {
            return run(work);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /// Does work in one transaction, which is durable when this returns.
    <T> T write(Work<T> work) {
        AtomicBoolean committing = new AtomicBoolean();
        try {
            return run(connection -> {
                connection.setAutoCommit(false);
                T value = work.run(connection);
                committing.set(true);
                connection.commit();
                return value;
            });
        } catch (SQLException e) {
            if (committing.get() && Failure.of(e) == Failure.LOST) {
                throw Failure.unknown(e);
            }
            throw unavailable(e);
        }
    }

    <T> List<T> query(RowReader<T> reader, String sql, @Nullable Object... values) {
        return read(connection -> query(connection, reader, sql, values));
    }

    static <T> List<T> query(Connection connection, RowReader<T> reader, String sql, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values);
                ResultSet row = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(reader.read(row));
            }
            return rows;
        }
    }

    static <T> Optional<T> first(Connection connection, RowReader<T> reader, String sql, @Nullable Object... values)
            throws SQLException {
        return query(connection, reader, sql, values).stream().findFirst();
    }

    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    /// Breaks every connection under whoever waits for its answer.
    void cutOff() {
        cut = true;
        for (Connection connection : lent) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                log.atDebug().setCause(e).log("a connection was not cut off");
            }
        }
    }

    /// Does not wait for threads of the pool that connect to a silent server: they end when that has taken too long.
    @Override
    public void close() {
        Thread closing = Thread.ofVirtual().name("pool-closing").start(source::close);
        try {
            if (!closing.join(CLOSE_MAX)) {
                log.warn("connections are still being made; they are left to end by themselves");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T run(Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            lent.add(connection);
            try {
                return work.run(connection);
            } finally {
                lent.remove(connection);
            }
        }
    }

    private StoreUnavailable unavailable(SQLException why) {
        return cut || source.isClosed() ? new StoreUnavailable("the store is closed", why) : Failure.unavailable(why);
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object[] values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
