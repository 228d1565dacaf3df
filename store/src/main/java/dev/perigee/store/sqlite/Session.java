package dev.perigee.store.sqlite;

import dev.perigee.store.sql.RowReader;
import dev.perigee.store.sql.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One connection with the statements that were prepared on it, which it keeps. Used by one thread at a time. The
/// SQL texts must be few and fixed; values are parameters.
final class Session implements Statements, AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private interface Execution<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    Session(Connection connection) {
        this.connection = connection;
    }

    @Override
    public int update(String sql, @Nullable Object... values) throws SQLException {
        return execute(sql, values, PreparedStatement::executeUpdate);
    }

    @Override
    public void updateAll(String sql, List<@Nullable Object[]> rows) throws SQLException {
        for (@Nullable Object[] values : rows) {
            update(sql, values);
        }
    }

    @Override
    public <T> List<T> query(RowReader<T> reader, String sql, @Nullable Object... values) throws SQLException {
        return execute(sql, values, statement -> {
            List<T> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(reader.read(row));
                }
            }
            return rows;
        });
    }

    @Override
    public <T> Optional<T> first(RowReader<T> reader, String sql, @Nullable Object... values) throws SQLException {
        return execute(sql, values, statement -> {
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(reader.read(row)) : Optional.empty();
            }
        });
    }

    /// Executes a statement that works while it is being prepared, such as a PRAGMA, and so cannot be kept.
    void pragma(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private <T> T execute(String sql, @Nullable Object[] values, Execution<T> execution) throws SQLException {
        try {
            return execution.run(prepare(sql, values));
        } catch (SQLException e) {
            // The driver has closed the statement if the failure was grave, a full disk for one.
            forget(sql);
            throw e;
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object[] values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private void forget(String sql) throws SQLException {
        PreparedStatement statement = prepared.remove(sql);
        if (statement != null) {
            statement.close();
        }
    }
}
