/// The control plane's stores in SQL, a package for each database. Start at `sqlite.SqliteStores`.
@NullMarked
package dev.perigee.store;

import org.jspecify.annotations.NullMarked;
