package dev.perigee.protocol.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.registration.TokenScope;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Asks for a registration token: the body of `POST /api/v1/tokens`. It expires after `expires` (1 h to 24 h, default
/// 1 h; of a team 1 h to 72 h, default 24 h). With `satellite` only that satellite can use it, and may take a new key
/// though it is registered already. With `team` who registers is that team's; a caller who is of a team creates tokens
/// of that team only.
public record TokenRequest(
        Duration expires,
        @Nullable SatelliteId satellite,
        @Nullable TeamName team) {
    public static final Duration EXPIRES_MIN = Duration.ofHours(1);

    public TokenRequest(
            @JsonProperty("expires") @Nullable Duration expires,
            @JsonProperty("satellite") @Nullable SatelliteId satellite,
            @JsonProperty("team") @Nullable TeamName team) {
        TokenScope scope = team == null ? TokenScope.GLOBAL : TokenScope.TEAM;
        this.expires = Durations.between(
                "expires", expires == null ? scope.expiresDefault() : expires, EXPIRES_MIN, scope.expiresMax());
        this.satellite = satellite;
        this.team = team;
    }

    /// For that satellite, or for whichever comes first; of no team, for an hour.
    public static TokenRequest of(@Nullable SatelliteId satellite) {
        return new TokenRequest(null, satellite, null);
    }
}
