@NullMarked
package dev.perigee.bench;

import org.jspecify.annotations.NullMarked;
