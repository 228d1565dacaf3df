package dev.perigee.protocol.rollout;

import java.util.List;

/// Rollouts, newest first.
public record RolloutList(List<RolloutView> rollouts) {
    public static final int LIMIT_DEFAULT = 20;
    public static final int LIMIT_MAX = 200;
}
