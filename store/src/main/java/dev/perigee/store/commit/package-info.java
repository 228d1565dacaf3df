/// Group commit without a thread of its own: what is asked of the database while it is busy waits in a `Lane`,
/// and goes as one batch of data to the `BatchExecutor` that knows the database. Start at `Lane`.
@NullMarked
package dev.perigee.store.commit;

import org.jspecify.annotations.NullMarked;
