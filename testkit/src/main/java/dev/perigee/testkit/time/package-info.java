/// Time that tests move by hand. Start at `ManualClock`.
@NullMarked
package dev.perigee.testkit.time;

import org.jspecify.annotations.NullMarked;
