/// One request to many satellites. `BroadcastDesk` accepts it, `BroadcastLifecycle` decides what follows from how
/// its commands fare, `BroadcastDriver` does that, and `BroadcastStore` keeps it. Its commands are commands like
/// any other.
@NullMarked
package dev.perigee.control.broadcast;

import org.jspecify.annotations.NullMarked;
