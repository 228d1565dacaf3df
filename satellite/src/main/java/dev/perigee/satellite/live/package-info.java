/// What runs tells of itself while it runs: output and progress, which go along with reports, at most every 100 ms, and
/// are forgotten when the result is filed. Bounded, never durable, and nobody waits for it. Start at `LiveFeed`.
@NullMarked
package dev.perigee.satellite.live;

import org.jspecify.annotations.NullMarked;
