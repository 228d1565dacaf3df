package dev.perigee.protocol.api;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Labels;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A satellite as the operator API shows it. `lastSeen` is when it last asked for work or reported; `maxConcurrent` how
/// many commands it runs at a time, if it has said so.
public record SatelliteView(
        SatelliteId id,
        Liveness state,
        String version,
        String platform,
        @Nullable TeamName team,
        @Nullable GroupName group,
        Labels labels,
        @Nullable Integer maxConcurrent,
        Instant registeredAt,
        @Nullable Instant lastSeen) {}
