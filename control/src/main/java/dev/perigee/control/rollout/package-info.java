/// One new revision of a layer on its way to one wave of satellites after the other: `Rollout` is what is kept of it,
/// `RolloutLifecycle` (pure) decides what follows from how they fare, `Places` who is in a wave. Who drives it and what
/// satellites are to have meanwhile is in `control.config`.
@NullMarked
package dev.perigee.control.rollout;

import org.jspecify.annotations.NullMarked;
