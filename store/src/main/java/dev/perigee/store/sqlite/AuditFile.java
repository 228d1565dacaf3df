package dev.perigee.store.sqlite;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.audit.AuditStore;
import dev.perigee.protocol.BadValue;
import dev.perigee.store.audit.SqlAuditStore;
import dev.perigee.store.sql.Transactions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/// The audit log in a database file, whether or not a control plane has it open. Nothing is written, and all that is
/// read is of one moment. For one thread.
public final class AuditFile implements AutoCloseable {
    private static final String HAS_LOG = "SELECT 1 FROM sqlite_master WHERE name = 'audit_chain'";

    private final Session session;
    private final AuditStore log;

    /// Begins the one transaction that everything is read in.
    private AuditFile(Path path, Session session) throws SQLException {
        this.session = session;
        session.pragma("BEGIN");
        if (session.first(_ -> true, HAS_LOG).isEmpty()) {
            throw new BadValue("database", path, "one with an audit log; this one is of an earlier version");
        }
        this.log = new SqlAuditStore(new Reading(session));
    }

    /// Throws `BadValue` when there is no such log, and `StoreUnavailable` when it cannot be read; both say why.
    public static AuditFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new BadValue("database", path, "a file that exists");
        }
        try {
            return open(path, new DatabaseFile(path.toAbsolutePath()).openUntouched());
        } catch (SQLException e) {
            throw new StoreUnavailable("cannot read the database " + path + ": " + e.getMessage(), e);
        }
    }

    private static AuditFile open(Path path, Session session) throws SQLException {
        try {
            return new AuditFile(path, session);
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /// Only for reading.
    public AuditStore log() {
        return log;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (SQLException e) {
            throw new StoreUnavailable("the database was not closed: " + e.getMessage(), e);
        }
    }

    private record Reading(Session session) implements Transactions {
        @Override
        public <T> T read(Work<T> work) {
            try {
                return work.run(session);
            } catch (SQLException e) {
                throw new StoreUnavailable("the database could not be read: " + e.getMessage(), e);
            }
        }

        @Override
        public <T> T write(Work<T> work) {
            throw new StoreUnavailable("this database is only read");
        }

        @Override
        public <T> T writeLazily(Work<T> work) {
            return write(work);
        }
    }
}
