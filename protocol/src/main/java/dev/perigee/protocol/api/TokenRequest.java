package dev.perigee.protocol.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Asks for a registration token: the body of `POST /api/v1/tokens`. It expires after `expires` (1 s to 7 d, default
/// 1 h). With `satellite` only that satellite can use it, and may take a new key though it is registered already. With
/// `team` who registers is that team's; a caller who is of a team creates tokens of that team only.
public record TokenRequest(
        Duration expires,
        @Nullable SatelliteId satellite,
        @Nullable TeamName team) {
    public static final Duration EXPIRES_DEFAULT = Duration.ofHours(1);
    public static final Duration EXPIRES_MIN = Duration.ofSeconds(1);
    public static final Duration EXPIRES_MAX = Duration.ofDays(7);

    public TokenRequest(
            @JsonProperty("expires") @Nullable Duration expires,
            @JsonProperty("satellite") @Nullable SatelliteId satellite,
            @JsonProperty("team") @Nullable TeamName team) {
        this.expires =
                Durations.between("expires", expires == null ? EXPIRES_DEFAULT : expires, EXPIRES_MIN, EXPIRES_MAX);
        this.satellite = satellite;
        this.team = team;
    }

    /// For that satellite, or for whichever comes first; of no team, for an hour.
    public static TokenRequest of(@Nullable SatelliteId satellite) {
        return new TokenRequest(null, satellite, null);
    }
}
