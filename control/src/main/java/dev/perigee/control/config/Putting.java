package dev.perigee.control.config;

import dev.perigee.protocol.RolloutId;

/// What came of adding a revision to a layer.
public sealed interface Putting {
    record Kept(LayerRevision revision) implements Putting {}

    /// Nothing was changed: the layer is at another revision than was expected, at 0 when there is none.
    record Conflict(long current) implements Putting {}

    /// Nothing was changed: a rollout of the layer is under way.
    record Busy(RolloutId rollout) implements Putting {}
}
