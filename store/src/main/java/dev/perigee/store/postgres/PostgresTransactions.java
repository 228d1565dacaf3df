package dev.perigee.store.postgres;

import dev.perigee.store.sql.RowReader;
import dev.perigee.store.sql.Statements;
import dev.perigee.store.sql.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Plain transactions on the pool's connections.
record PostgresTransactions(ConnectionPool pool) implements Transactions {
    private static final String DO_NOT_WAIT_FOR_THE_DISK = "SET LOCAL synchronous_commit = off";

    @Override
    public <T> T read(Work<T> work) {
        return pool.read(connection -> work.run(new OnConnection(connection)));
    }

    @Override
    public <T> T write(Work<T> work) {
        return pool.write(connection -> work.run(new OnConnection(connection)));
    }

    @Override
    public <T> T writeLazily(Work<T> work) {
        return write(statements -> {
            statements.update(DO_NOT_WAIT_FOR_THE_DISK);
            return work.run(statements);
        });
    }

    private record OnConnection(Connection connection) implements Statements {
        @Override
        public int update(String sql, @Nullable Object... values) throws SQLException {
            return ConnectionPool.update(connection, sql, values);
        }

        @Override
        public void updateAll(String sql, List<@Nullable Object[]> rows) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (@Nullable Object[] values : rows) {
                    for (int i = 0; i < values.length; i++) {
                        statement.setObject(i + 1, values[i]);
                    }
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }

        @Override
        public <T> List<T> query(RowReader<T> reader, String sql, @Nullable Object... values) throws SQLException {
            return ConnectionPool.query(connection, reader, sql, values);
        }

        @Override
        public <T> Optional<T> first(RowReader<T> reader, String sql, @Nullable Object... values) throws SQLException {
            return ConnectionPool.first(connection, reader, sql, values);
        }
    }
}
