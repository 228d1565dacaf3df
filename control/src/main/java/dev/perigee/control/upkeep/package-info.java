/// What happens because time passes, one class a duty. Each duty is a plain method of `now`; `Upkeep` runs them.
@NullMarked
package dev.perigee.control.upkeep;

import org.jspecify.annotations.NullMarked;
