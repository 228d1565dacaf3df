/// Where deliveries arrive: `Inbox` verifies, dedupes and journals them, and says what to run.
@NullMarked
package dev.perigee.satellite.inbox;

import org.jspecify.annotations.NullMarked;
