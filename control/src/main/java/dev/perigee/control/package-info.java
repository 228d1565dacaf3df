@NullMarked
package dev.perigee.control;

import org.jspecify.annotations.NullMarked;
