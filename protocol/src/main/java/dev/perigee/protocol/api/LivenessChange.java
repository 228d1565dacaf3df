package dev.perigee.protocol.api;

import java.time.Instant;

/// That a satellite became live, stale or dead: when, and why.
public record LivenessChange(Liveness state, Instant at, String why) {}
