/// What happens on the satellite, on its way to the control plane: kept on disk until it is there, bounded, in batches.
/// Start at `EventBus`.
@NullMarked
package dev.perigee.satellite.event;

import org.jspecify.annotations.NullMarked;
