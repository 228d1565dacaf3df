package dev.perigee.store.sqlite;

/// Something wrong on purpose below the store, to show that the simulation would find it.
enum DiskDefect {
    NONE,
    /// What is committed is not on disk when the commit returns, whatever the store asked for.
    NEVER_WAITS_FOR_THE_DISK,
    /// A commit says yes and does nothing.
    COMMITS_NOTHING,
    /// What is to be undone is committed.
    KEEPS_WHAT_IS_UNDONE,
    /// Each statement is a transaction of its own.
    HAS_NO_TRANSACTIONS
}
