/// Stand-ins for what the fleet needs from outside.
@NullMarked
package dev.perigee.testkit.fleet;

import org.jspecify.annotations.NullMarked;
