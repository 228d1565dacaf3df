package dev.perigee.protocol.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.SatelliteId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Asks for a registration token: the body of `POST /api/v1/tokens`. It expires after `expires` (1 s to 7 d, default
/// 1 h). With `satellite` only that satellite can use it, and may take a new key though it is registered already.
public record TokenRequest(Duration expires, @Nullable SatelliteId satellite) {
    public static final Duration EXPIRES_DEFAULT = Duration.ofHours(1);
    public static final Duration EXPIRES_MIN = Duration.ofSeconds(1);
    public static final Duration EXPIRES_MAX = Duration.ofDays(7);

    public TokenRequest(
            @JsonProperty("expires") @Nullable Duration expires,
            @JsonProperty("satellite") @Nullable SatelliteId satellite) {
        this.expires =
                Durations.between("expires", expires == null ? EXPIRES_DEFAULT : expires, EXPIRES_MIN, EXPIRES_MAX);
        this.satellite = satellite;
    }
}
