package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is written down of a satellite's heartbeats: the newest, as JSON, when it came, where the satellite can be
/// reached, and what it measured, as `Series.bytes`.
public record KeptVitals(
        SatelliteId satellite,
        Instant at,
        String heartbeat,
        @Nullable String publicUrl,
        ByteBuffer series) {}
