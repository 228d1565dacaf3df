/// Runs programs: `ExecHandler` asks the `ExecPolicy`, runs the process tree and turns its outcome into a result.
@NullMarked
package dev.perigee.satellite.command.exec;

import org.jspecify.annotations.NullMarked;
