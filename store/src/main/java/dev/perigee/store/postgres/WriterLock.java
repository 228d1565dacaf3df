package dev.perigee.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;

/// Held by the session of the one control plane that writes, for as long as the session lives.
record WriterLock(int process, OffsetDateTime since) {
    /// The letters of our name as a number.
    private static final String TRY = "SELECT pg_try_advisory_lock(" + 0x70657269676565L + ")";
    private static final String SESSION =
            "SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()";
    private static final String END =
            "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE pid = ? AND backend_start = ?";

    /// Takes the lock for this connection, or fails because somebody else has it.
    static WriterLock take(Connection connection) throws SQLException {
        return tryTake(connection)
                .orElseThrow(() -> new SQLException(
                        "another control plane is at work on this database; stop it, or use another database",
                        "55P03"));
    }

    /// As `take`, for the control plane whose session this was: ends that, if the server has not noticed yet that
    /// its connection is gone.
    WriterLock takeAgain(Connection connection) throws SQLException {
        Optional<WriterLock> taken = tryTake(connection);
        if (taken.isPresent()) {
            return taken.get();
        }
        ConnectionPool.query(connection, row -> row.getBoolean(1), END, process, since);
        return take(connection);
    }

    private static Optional<WriterLock> tryTake(Connection connection) throws SQLException {
        return ConnectionPool.query(connection, row -> row.getBoolean(1), TRY).getFirst()
                ? ConnectionPool.first(
                        connection,
                        row -> new WriterLock(row.getInt(1), row.getObject(2, OffsetDateTime.class)),
                        SESSION)
                : Optional.empty();
    }
}
