/// Child-process trees with a time limit, bounded output and no orphans, on Linux through the C library.
///
/// Start at [dev.perigee.process.ProcessTrees]: it starts trees and sweeps up after a crash. One `Supervisor` thread
/// owns a running tree; `Members` says who belongs to it; `Children` is the JVM-wide truth about who is reaped by whom.
/// Not here: what a command means, where its result goes, and input for a child (it reads /dev/null).
@NullMarked
package dev.perigee.process;

import org.jspecify.annotations.NullMarked;
