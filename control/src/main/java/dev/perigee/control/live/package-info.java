/// What running commands write and how far they are, as far as it is known now: in memory only, bounded, newest first
/// to
/// stay. The result has the final word and is kept elsewhere. Start at `LiveOutput`.
@NullMarked
package dev.perigee.control.live;

import org.jspecify.annotations.NullMarked;
