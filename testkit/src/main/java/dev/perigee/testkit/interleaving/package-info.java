/// Concurrency under a model checker: `Interleavings` runs a scenario of a few threads in one order of their steps
/// after
/// the other, instead of hoping that the machine hits the one that breaks. What is checked stands with the tests.
@NullMarked
package dev.perigee.testkit.interleaving;

import org.jspecify.annotations.NullMarked;
