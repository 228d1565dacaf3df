package dev.perigee.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.perigee.control.StoreUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The connections for everything but the lanes that write commands, lent out one piece of work at a time.
/// Thread-safe.
final class ConnectionPool implements AutoCloseable {
    private final HikariDataSource source;

    /// Work of one statement or more.
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /// Makes a value of the current row.
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
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
            if (Failure.of(e) != Failure.LOST || source.isClosed()) {
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
        boolean committing = false;
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            T value = work.run(connection);
            committing = true;
            connection.commit();
            return value;
        } catch (SQLException e) {
            if (committing && Failure.of(e) == Failure.LOST) {
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

    @Override
    public void close() {
        source.close();
    }

    private <T> T run(Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return work.run(connection);
        }
    }

    private StoreUnavailable unavailable(SQLException why) {
        return source.isClosed() ? new StoreUnavailable("the store is closed", why) : Failure.unavailable(why);
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
