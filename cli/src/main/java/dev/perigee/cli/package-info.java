@NullMarked
package dev.perigee.cli;

import org.jspecify.annotations.NullMarked;
