/// Requests to many satellites at once, as the operator API takes and shows them. Start at `BroadcastRequest`.
@NullMarked
package dev.perigee.protocol.broadcast;

import org.jspecify.annotations.NullMarked;
