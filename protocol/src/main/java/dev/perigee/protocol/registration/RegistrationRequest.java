package dev.perigee.protocol.registration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;

/// What a satellite says of itself when it registers, with its token in the `Authorization` header. On the wire the
/// profile's fields stand beside the id.
public record RegistrationRequest(
        @JsonProperty("satellite") SatelliteId satellite,
        @JsonUnwrapped SatelliteProfile profile) {
    public RegistrationRequest {
        if (satellite == null) {
            throw new BadValue("satellite is missing: expected the name that it keeps");
        }
    }
}
