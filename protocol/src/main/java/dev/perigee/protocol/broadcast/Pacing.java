package dev.perigee.protocol.broadcast;

import org.jspecify.annotations.Nullable;

/// How a broadcast goes about it: how many of its commands may be live at a time, and after how many failures more no
/// further one is created. Null is no limit.
public record Pacing(
        @Nullable Portion maxConcurrent, @Nullable Portion maxFailures) {
    public static final Pacing NONE = new Pacing(null, null);
}
