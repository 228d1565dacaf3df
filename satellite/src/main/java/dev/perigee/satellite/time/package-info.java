/// What lets time pass for the parts of a satellite: `Alarm`. The composition root has the real one.
@NullMarked
package dev.perigee.satellite.time;

import org.jspecify.annotations.NullMarked;
