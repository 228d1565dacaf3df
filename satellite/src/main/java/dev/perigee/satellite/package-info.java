/// The outbound-only deployable. A delivery comes in through a `link`, is verified and journaled by the `inbox`, run
/// by a handler in `command`, and its result goes back through the `outbox`. `SatelliteApp` wires them.
@NullMarked
package dev.perigee.satellite;

import org.jspecify.annotations.NullMarked;
