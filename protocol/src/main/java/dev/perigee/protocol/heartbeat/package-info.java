/// What a satellite tells of itself every so often, and what it is told back. Start at `Heartbeat`.
@NullMarked
package dev.perigee.protocol.heartbeat;

import org.jspecify.annotations.NullMarked;
