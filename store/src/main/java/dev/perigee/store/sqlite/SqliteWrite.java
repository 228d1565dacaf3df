package dev.perigee.store.sqlite;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.store.commit.Pending;
import java.sql.SQLException;

/// What one caller wants written, as one whole. It may be run twice, the first time in vain; it leaves the
/// transaction's
/// bounds alone. A durable one is on disk when it is answered, another no later than the next durable one.
abstract class SqliteWrite<R> extends Pending<R> {
    private final boolean durable;

    SqliteWrite(boolean durable) {
        this.durable = durable;
    }

    abstract R run(Session session) throws SQLException;

    final boolean durable() {
        return durable;
    }

    /// Does the work and notes what came of it; false when it failed.
    final boolean attempt(Session session) {
        try {
            succeed(run(session));
            return true;
        } catch (SQLException e) {
            fail(new StoreUnavailable("the database refused a write", e));
        } catch (RuntimeException e) {
            fail(e);
        } catch (Error e) {
            fail(e);
        }
        return false;
    }
}
