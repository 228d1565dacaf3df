/// Benchmarks of the real binary, each beside a limit or a peer measured in the same run. `Bench` is the entry; a new
/// one
/// implements `Benchmark` and is listed there.
@NullMarked
package dev.perigee.bench;

import org.jspecify.annotations.NullMarked;
