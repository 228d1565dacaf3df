/// Runs what the inbox lets through: `CommandRouter` finds out what is to be done, `Executions` does it in a slot and
/// files the result.
@NullMarked
package dev.perigee.satellite.execution;

import org.jspecify.annotations.NullMarked;
