/// How commands are run: `CommandRouter` finds the handler, `Executions` runs it in a slot and files the result.
@NullMarked
package dev.perigee.satellite.command;

import org.jspecify.annotations.NullMarked;
