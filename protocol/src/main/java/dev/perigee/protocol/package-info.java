@NullMarked
package dev.perigee.protocol;

import org.jspecify.annotations.NullMarked;
