package dev.perigee.protocol.api;

import dev.perigee.protocol.SatelliteId;

/// Whose key is to be replaced: the answer to `POST /api/v1/satellites/{id}/rotate-key`, before that is done.
public record KeyRotation(SatelliteId satellite) {}
