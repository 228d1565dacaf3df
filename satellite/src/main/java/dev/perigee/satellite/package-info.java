@NullMarked
package dev.perigee.satellite;

import org.jspecify.annotations.NullMarked;
