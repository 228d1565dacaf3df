package dev.perigee.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;

/// Held by the session of the one control plane that writes, for as long as the session lives.
record WriterLock(int process, OffsetDateTime since) {
    /// The letters of our name as a number.
    private static final String LOCK = "SELECT pg_advisory_lock(" + 0x70657269676565L + ")";
    private static final String UNLOCK = "SELECT pg_advisory_unlock_all()";
    private static final String SESSION =
            "SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()";
    private static final String END =
            "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE pid = ? AND backend_start = ?";
    private static final String TIMED_OUT = "55P03";

    /// Takes the lock for this connection, or fails because somebody else has it and keeps it for a second: so
    /// long may the server take to notice that a process has ended.
    static WriterLock take(Connection connection) throws SQLException {
        run(connection, "SET lock_timeout = '1s'");
        try {
            run(connection, LOCK);
        } catch (SQLException e) {
            throw TIMED_OUT.equals(e.getSQLState())
                    ? new SQLException(
                            "another control plane is at work on this database; stop it, or use another database",
                            TIMED_OUT,
                            e)
                    : e;
        }
        run(connection, "RESET lock_timeout");
        return ConnectionPool.query(
                        connection,
                        row -> new WriterLock(row.getInt(1), row.getObject(2, OffsetDateTime.class)),
                        SESSION)
                .getFirst();
    }

    /// As `take`, for the control plane whose session this was: ends that first, in case the server has not
    /// noticed yet that its connection is gone.
    WriterLock takeAgain(Connection connection) throws SQLException {
        ConnectionPool.query(connection, row -> row.getBoolean(1), END, process, since);
        return take(connection);
    }

    /// Gives the lock free before the connection is closed, of which the server learns later.
    static void release(Connection connection) throws SQLException {
        run(connection, UNLOCK);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
