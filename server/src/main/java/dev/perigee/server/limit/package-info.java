/// What one caller may ask for, and how often: `Limits` and `Rates` are what can be set, `Throttle` counts calls.
@NullMarked
package dev.perigee.server.limit;

import org.jspecify.annotations.NullMarked;
