package dev.perigee.protocol.registration;

import dev.perigee.protocol.SatelliteId;

/// What a satellite says of itself when it registers, with its token in the `Authorization` header.
public record RegistrationRequest(SatelliteId satellite, String version, String platform) {}
