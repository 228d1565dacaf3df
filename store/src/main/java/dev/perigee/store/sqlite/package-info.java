/// The control plane's stores in one SQLite file. `SqliteStores` opens it. Every write goes through the one
/// `GroupCommitWriter`, which puts all that waits into one transaction: a `SqliteWrite` each. Reads have connections of their own in
/// `ReadPool` and see what was committed. `CommandRow` and `CommandSql` are the command table in Java.
@NullMarked
package dev.perigee.store.sqlite;

import org.jspecify.annotations.NullMarked;
