/// What the satellite tells of itself every so often: `Measuring` finds it out, `Heart` sends it.
@NullMarked
package dev.perigee.satellite.heartbeat;

import org.jspecify.annotations.NullMarked;
