/// What a satellite can be asked to do, and what it came to. Start at `CommandSpec` and `Result`.
@NullMarked
package dev.perigee.protocol.command;

import org.jspecify.annotations.NullMarked;
