package dev.perigee.control.rollout;

import dev.perigee.protocol.rollout.FailedSatellite;
import dev.perigee.protocol.rollout.RolloutState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of a rollout that changes. `wave` is the one released last, from 0 on, and `cutoff` the last place in it;
/// `since` is when it came to that or to its state; `version` counts the changes: it is what the store compares before
/// it sets.
public record RolloutStatus(
        RolloutState state,
        int wave,
        long cutoff,
        Instant since,
        @Nullable String reason,
        List<FailedSatellite> failing,
        int version) {
    public RolloutStatus {
        failing = List.copyOf(failing);
    }

    /// Of a rollout whose first wave ends at `cutoff`.
    public static RolloutStatus started(long cutoff, Instant now) {
        return new RolloutStatus(RolloutState.RUNNING, 0, cutoff, now, null, List.of(), 0);
    }

    RolloutStatus released(long nextCutoff, Instant now) {
        return new RolloutStatus(state, wave + 1, Math.max(cutoff, nextCutoff), now, null, List.of(), version + 1);
    }

    RolloutStatus to(RolloutState next, @Nullable String why, List<FailedSatellite> named, Instant now) {
        return new RolloutStatus(next, wave, cutoff, now, why, named, version + 1);
    }
}
