package dev.perigee.protocol.rollout;

import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.config.ConfigScope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rollout as the operator API shows it. `wave` is the one released last, from 1 on; `since` is when that was, or
/// when
/// it was resumed, or when it ended. `failing` are the first satellites that failed; `progress` is there until it has
/// ended.
public record RolloutView(
        RolloutId id,
        ConfigScope layer,
        long base,
        long revision,
        RolloutState state,
        String author,
        Instant createdAt,
        RolloutPlan plan,
        int wave,
        Instant since,
        @Nullable String reason,
        List<FailedSatellite> failing,
        @Nullable Progress progress) {

    /// How the satellites fare: of all that the layer concerns, how many it is released to, and of those how many have
    /// it, have not said so yet, are not live, and will not take it.
    public record Progress(int concerned, int released, int well, int waiting, int away, int failed) {}
}
