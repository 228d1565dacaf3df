/// Broadcasts as rows, and the statements that are the same in every database. Only broadcasts: their commands are in
/// the tables that each database has for commands.
@NullMarked
package dev.perigee.store.broadcast;

import org.jspecify.annotations.NullMarked;
