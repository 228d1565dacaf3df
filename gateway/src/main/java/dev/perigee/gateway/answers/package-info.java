/// Answers of servers that may be given again: the same question asked by several at a time goes to the server once,
/// and what a server says may be kept is kept so long. Knows nothing of sessions or the wire. Start at `Answers`.
@NullMarked
package dev.perigee.gateway.answers;

import org.jspecify.annotations.NullMarked;
