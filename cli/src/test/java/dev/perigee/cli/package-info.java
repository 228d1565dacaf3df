/// Tests of the command line as a whole.
@NullMarked
package dev.perigee.cli;

import org.jspecify.annotations.NullMarked;
