package dev.perigee.satellite.link;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long a poll is best held, as the control plane said last: when the satellite registered, or in answer to a
/// heartbeat. Not kept over a restart, since the first heartbeat has it said again. Thread-safe: one reference.
public final class WaitHints {
    private volatile @Nullable Duration wanted;

    /// Nothing is heard when it says nothing.
    public void hear(@Nullable Duration said) {
        if (said != null) {
            wanted = said;
        }
    }

    /// How long a poll waits that would wait `own`: no longer than the control plane wants.
    public Duration within(Duration own) {
        Duration said = wanted;
        return said != null && said.isPositive() && said.compareTo(own) < 0 ? said : own;
    }
}
