/// What one caller may ask for.
@NullMarked
package dev.perigee.server.limit;

import org.jspecify.annotations.NullMarked;
