/// The audit's chain in SQL, for SQLite and PostgreSQL alike.
@NullMarked
package dev.perigee.store.audit;

import org.jspecify.annotations.NullMarked;
