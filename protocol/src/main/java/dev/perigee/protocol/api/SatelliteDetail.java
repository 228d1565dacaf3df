package dev.perigee.protocol.api;

import dev.perigee.protocol.heartbeat.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything known of one satellite: the answer to `GET /api/v1/satellites/{id}`. `changes` says since when it stands
/// as it does and why, the newest last; `heartbeat` is the newest, and absent until there was one.
public record SatelliteDetail(
        SatelliteView satellite,
        List<LivenessChange> changes,
        Duration heartbeatInterval,
        @Nullable Instant heartbeatAt,
        @Nullable Heartbeat heartbeat,
        @Nullable String publicUrl,
        IdentityView identity,
        @Nullable ConfigStanding config) {
    public SatelliteDetail {
        changes = List.copyOf(changes);
    }

    /// The same, with how it stands to its configuration.
    public SatelliteDetail with(ConfigStanding standing) {
        return new SatelliteDetail(
                satellite, changes, heartbeatInterval, heartbeatAt, heartbeat, publicUrl, identity, standing);
    }
}
