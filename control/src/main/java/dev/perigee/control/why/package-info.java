/// Why a command is where it is. `Why` makes reasons of facts and is pure; `Inquiry` gathers the facts. What a
/// broadcast has to do with it comes to `WhyQueued`.
@NullMarked
package dev.perigee.control.why;

import org.jspecify.annotations.NullMarked;
