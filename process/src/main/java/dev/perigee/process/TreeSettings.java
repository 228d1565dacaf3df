package dev.perigee.process;

import java.time.Duration;

/// The limits common to all trees. `grace` lies between SIGTERM and SIGKILL when a tree is asked to end or its leader
/// left it; after `killPatience` a tree that survives SIGKILL (in an uninterruptible wait) is given up.
public record TreeSettings(Duration grace, Duration killPatience, int treesMax) {
    public static final Duration GRACE = Duration.ofMillis(500);
    public static final Duration KILL_PATIENCE = Duration.ofSeconds(5);
    public static final int TREES_MAX = 256;

    public TreeSettings {
        if (grace.isNegative() || killPatience.isNegative() || treesMax < 1) {
            throw new IllegalArgumentException("grace " + grace + ", killPatience " + killPatience + ", treesMax "
                    + treesMax + ": expected no negative time and at least one tree");
        }
    }

    public static TreeSettings defaults() {
        return new TreeSettings(GRACE, KILL_PATIENCE, TREES_MAX);
    }
}
