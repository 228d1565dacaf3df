/// What drives a control plane in the benchmarks at the least cost to itself: one thread, one selector, plain HTTP/1.1.
/// Start at `HttpLoop`; `Satellites` are many satellites on it, `Submitters` many callers.
@NullMarked
package dev.perigee.bench.load;

import org.jspecify.annotations.NullMarked;
