@NullMarked
package dev.perigee.server;

import org.jspecify.annotations.NullMarked;
