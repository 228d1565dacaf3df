package dev.perigee.control.event;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.EventPattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which events are wanted; what is absent does not matter. `since` is when they came.
public record EventFilter(
        @Nullable EventPattern type,
        @Nullable SatelliteId satellite,
        @Nullable TeamName team,
        @Nullable Instant since) {
    public static final EventFilter ALL = new EventFilter(null, null, null, null);

    public boolean fits(KeptEvent kept) {
        return (type == null || type.fits(kept.event().type()))
                && (satellite == null || satellite.equals(kept.satellite()))
                && (team == null || team.equals(kept.team()))
                && (since == null || !kept.receivedAt().isBefore(since));
    }
}
