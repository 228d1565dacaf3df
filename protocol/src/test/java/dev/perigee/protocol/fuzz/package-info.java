/// Parsers of what people and programs write, fed with what nobody would: `TextProperty` says what holds for all of
/// them. Each class explores one, as only one can be explored in a JVM; its seeds, and every input that once failed,
/// lie
/// under the same names in the test resources. Start at `DurationsFuzzTest`; docs/testing.md says how to explore
/// longer.
@NullMarked
package dev.perigee.protocol.fuzz;

import org.jspecify.annotations.NullMarked;
