/// What both databases can do for whatever is not on a command's way: transactions of plain SQL, in words that SQLite
/// and PostgreSQL share, so that a store is written once for both. Start at `Transactions`.
@NullMarked
package dev.perigee.store.sql;

import org.jspecify.annotations.NullMarked;
