/// A command's life: `CommandLifecycle` decides, `Transitions` applies by compare-and-set, `CommandStore` keeps, and
/// `CommandDesk` is where callers submit, ask and wait. Nothing here knows how bytes reach a satellite.
@NullMarked
package dev.perigee.control.command;

import org.jspecify.annotations.NullMarked;
