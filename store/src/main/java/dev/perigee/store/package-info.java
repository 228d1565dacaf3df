/// The control plane's stores in SQL, a package for each database. Start at `sqlite.SqliteStores`,
/// `postgres.PostgresStores`, and
/// `commit.Lane`, which both write through.
@NullMarked
package dev.perigee.store;

import org.jspecify.annotations.NullMarked;
