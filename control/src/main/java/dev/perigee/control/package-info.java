/// The brain of the control plane: pure Java that knows no HTTP and no SQL. A submission enters at
/// `command.CommandDesk`, leaves through `dispatch.Dispatcher`, and every change of a command is decided by
/// `command.CommandLifecycle`.
@NullMarked
package dev.perigee.control;

import org.jspecify.annotations.NullMarked;
