@NullMarked
package dev.perigee.process;

import org.jspecify.annotations.NullMarked;
