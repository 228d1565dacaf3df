/// The control plane's stores in PostgreSQL. `PostgresStores` opens them. Commands are written through two lanes,
/// one that waits for the disk and one that does not: a `WriteLane` merges what waits into a `CommandBatch`, a
/// statement of each kind, and its `LaneLink` commits that in one round trip behind a `Fence`. Hot reads share
/// round trips in `ReadLane`; everything else takes a connection from `ConnectionPool`.
@NullMarked
package dev.perigee.store.postgres;

import org.jspecify.annotations.NullMarked;
