/// Measurements over time, in bounded memory: the last hour finely, the day coarsely. Start at `Series`.
@NullMarked
package dev.perigee.control.series;

import org.jspecify.annotations.NullMarked;
