package dev.perigee.store.sql;

import java.sql.SQLException;

/// A database that does work in transactions. Thread-safe; blocks until the work is done. Throws `StoreUnavailable`
/// when it cannot be done, and `OutcomeUnknown` when nobody can say whether it was.
public interface Transactions {
    /// Work that only reads. It may be run twice.
    <T> T read(Work<T> work);

    /// Work that is done whole or not at all, and is on disk when this returns. It may be run twice, the first time in
    /// vain; what it throws undoes it.
    <T> T write(Work<T> work);

    /// As `write`, but what it did may be lost when the machine stops.
    <T> T writeLazily(Work<T> work);

    /// What is to be done with the statements of one transaction.
    @FunctionalInterface
    interface Work<T> {
        T run(Statements statements) throws SQLException;
    }
}
