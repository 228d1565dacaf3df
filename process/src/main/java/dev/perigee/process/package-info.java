/// Child-process trees with bounded input, output, time and resources and no orphans, on Linux through the C library.
///
/// Start at [dev.perigee.process.ProcessTrees]: it starts trees and sweeps up after a crash. One `Supervisor` thread
/// owns a running tree; `Members` says who belongs to it; `Children` is the JVM-wide truth about who is reaped by whom.
/// `TreeInput` is what one says to a tree; without it a tree reads /dev/null.
/// Not here: what a command means, where its result goes, and what is said between a tree and its user.
@NullMarked
package dev.perigee.process;

import org.jspecify.annotations.NullMarked;
