package dev.perigee.control.rollout;

import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.rollout.RolloutPlan;
import java.time.Instant;

/// A revision on its way: a satellite that it is released to is to have `revision` of the layer, any other `base`, 0
/// for none. Only the status ever changes.
public record Rollout(
        RolloutId id,
        ConfigScope layer,
        long base,
        long revision,
        RolloutPlan plan,
        String author,
        Instant createdAt,
        RolloutStatus status) {

    public boolean isReleasedTo(SatelliteId satellite) {
        return Places.of(id, satellite) <= status.cutoff();
    }

    /// The same of a revision that has got its number.
    public Rollout numbered(long assigned) {
        return new Rollout(id, layer, base, assigned, plan, author, createdAt, status);
    }

    public Rollout with(RolloutStatus next) {
        return new Rollout(id, layer, base, revision, plan, author, createdAt, next);
    }

    boolean isAtLastWave() {
        return status.wave() == plan.waves().size() - 1;
    }
}
