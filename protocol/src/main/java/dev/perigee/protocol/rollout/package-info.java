/// Rollouts of configurations, as the operator API takes and shows them. Start at `RolloutPlan`.
@NullMarked
package dev.perigee.protocol.rollout;

import org.jspecify.annotations.NullMarked;
