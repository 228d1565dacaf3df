package dev.perigee.protocol.registration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.signing.VerificationKey;
import org.jspecify.annotations.Nullable;

/// What a satellite says of itself when it registers, with its token in the `Authorization` header. On the wire the
/// profile's fields stand beside the id. `signingKey` is what the satellite signs its requests with, if it does.
public record RegistrationRequest(
        @JsonProperty("satellite") SatelliteId satellite,
        @JsonUnwrapped SatelliteProfile profile,
        @JsonProperty("signingKey") @Nullable VerificationKey signingKey) {
    public RegistrationRequest {
        if (satellite == null) {
            throw new BadValue("satellite is missing: expected the name that it keeps");
        }
    }

    /// Of a satellite that does not sign.
    public RegistrationRequest(SatelliteId satellite, SatelliteProfile profile) {
        this(satellite, profile, null);
    }
}
