package dev.perigee.protocol.rollout;

import dev.perigee.protocol.SatelliteId;

/// A satellite that has not what a rollout gave it, and why, in at most 1,000 characters.
public record FailedSatellite(SatelliteId satellite, String error) {
    private static final int ERROR_MAX = 1_000;

    public FailedSatellite {
        error = error.length() > ERROR_MAX ? error.substring(0, ERROR_MAX) : error;
    }
}
