package dev.perigee.store.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Executes statements in the transaction that it belongs to, on one thread. The texts must be few and fixed; what
/// varies are parameters, `?` in the text.
public interface Statements {
    /// Executes a statement and returns how many rows it changed.
    int update(String sql, @Nullable Object... values) throws SQLException;

    /// Executes a statement once for each of `rows`.
    void updateAll(String sql, List<@Nullable Object[]> rows) throws SQLException;

    <T> List<T> query(RowReader<T> reader, String sql, @Nullable Object... values) throws SQLException;

    /// The first row, if there is any.
    <T> Optional<T> first(RowReader<T> reader, String sql, @Nullable Object... values) throws SQLException;
}
