package dev.perigee.store.sqlite;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A connection each of whose executions goes by `Executions`. JDBC's interfaces are far too wide to be implemented for
/// the three methods that execute.
final class FaultyConnection {
    private FaultyConnection() {}

    /// Decides what becomes of an execution of `sql` on `connection`.
    interface Executions {
        @Nullable
        Object execute(Connection connection, String sql, Execution execution) throws SQLException;
    }

    /// The execution as the database would do it.
    interface Execution {
        @Nullable
        Object run() throws SQLException;
    }

    static Connection around(Connection real, Executions executions) {
        return proxy(Connection.class, (_, method, values) -> switch (method.getName()) {
            case "prepareStatement" -> {
                String sql = (String) values[0];
                yield statement(PreparedStatement.class, invoke(real, method, values), real, sql, executions);
            }
            case "createStatement" -> statement(Statement.class, invoke(real, method, values), real, "", executions);
            default -> invoke(real, method, values);
        });
    }

    private static <S extends Statement> S statement(
            Class<S> type, @Nullable Object made, Connection connection, String prepared, Executions executions) {
        S real = Objects.requireNonNull(type.cast(made));
        return proxy(type, (_, method, values) -> switch (method.getName()) {
            case "execute", "executeUpdate", "executeQuery" -> {
                String sql = values == null ? prepared : (String) values[0];
                yield executions.execute(connection, sql, () -> invoke(real, method, values));
            }
            default -> invoke(real, method, values);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(Object on, Method method, @Nullable Object @Nullable [] values)
            throws SQLException {
        try {
            return method.invoke(on, values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /// Ends a query whose rows nobody is going to read.
    static void discard(@Nullable Object outcome) throws SQLException {
        if (outcome instanceof ResultSet rows) {
            rows.close();
        }
    }
}
