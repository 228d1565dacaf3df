/// The control plane's stores in one SQLite file. `SqliteStores` opens it. Every write is a `SqliteWrite` and
/// goes through the one `GroupCommitWriter`, which puts all that waits into one transaction; reads have
/// connections of their own in `ReadPool` and see what was committed. `CommandRow` and `CommandSql` are the
/// command table in Java.
@NullMarked
package dev.perigee.store.sqlite;

import org.jspecify.annotations.NullMarked;
