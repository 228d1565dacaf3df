package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.heartbeat.Heartbeat;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is written down of a satellite's heartbeats: the newest, packed, when it came, where the satellite can be
/// reached, and what it measured, as `Series.bytes`. The buffers are whole arrays.
public record KeptVitals(
        SatelliteId satellite,
        Instant at,
        ByteBuffer heartbeat,
        @Nullable String publicUrl,
        ByteBuffer series) {
    /// The heartbeat, unless another version wrote it down in another form.
    public Optional<Heartbeat> told() {
        return packed().map(PackedHeartbeat::unpack);
    }

    Optional<PackedHeartbeat> packed() {
        byte[] bytes = new byte[heartbeat.remaining()];
        heartbeat.duplicate().get(bytes);
        return PackedHeartbeat.read(bytes);
    }
}
