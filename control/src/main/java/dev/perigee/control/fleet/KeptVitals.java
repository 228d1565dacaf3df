package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is written down of a satellite's heartbeats: the newest, packed, when it came, where the satellite can be
/// reached, and what it measured, as `Series.bytes`. The buffers are whole arrays.
public record KeptVitals(
        SatelliteId satellite,
        Instant at,
        ByteBuffer heartbeat,
        @Nullable String publicUrl,
        ByteBuffer series) {}
