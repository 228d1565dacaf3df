package dev.perigee.protocol.api;

import dev.perigee.protocol.SatelliteId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A satellite as the operator API shows it. `lastSeen` is when it last asked for work or reported.
public record SatelliteView(
        SatelliteId id,
        Liveness state,
        String version,
        String platform,
        Instant registeredAt,
        @Nullable Instant lastSeen) {}
