/// Events: taken in once each, kept in the order in which they came, read from any place on. Start at `EventDesk`.
@NullMarked
package dev.perigee.control.event;

import org.jspecify.annotations.NullMarked;
