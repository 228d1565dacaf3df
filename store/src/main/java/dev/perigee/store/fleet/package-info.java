/// Satellites and registration tokens as rows, in either database. Start at `SqlFleetStore`.
@NullMarked
package dev.perigee.store.fleet;

import org.jspecify.annotations.NullMarked;
