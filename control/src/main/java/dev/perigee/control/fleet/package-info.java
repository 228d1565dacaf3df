/// Which satellites there are, what opens a connection as one of them, and how lately each was seen. Start at `Fleet`.
@NullMarked
package dev.perigee.control.fleet;

import org.jspecify.annotations.NullMarked;
