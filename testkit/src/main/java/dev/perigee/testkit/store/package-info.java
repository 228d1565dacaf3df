/// What every store must do, and the plainest stores that do it. `CommandStoreContract` and `FleetStoreContract` are
/// subclassed by each store's tests; `InMemoryCommandStore` and `InMemoryFleetStore` are the references, for tests that
/// are not about storage. Times are kept to the millisecond everywhere.
@NullMarked
package dev.perigee.testkit.store;

import org.jspecify.annotations.NullMarked;
