/// How a command travels to a satellite and its result back: signed deliveries one way, reports the other.
@NullMarked
package dev.perigee.protocol.delivery;

import org.jspecify.annotations.NullMarked;
