/// A typical life of the program, for the JVM to learn from while the distribution is built.
@NullMarked
package dev.perigee.cli.training;

import org.jspecify.annotations.NullMarked;
