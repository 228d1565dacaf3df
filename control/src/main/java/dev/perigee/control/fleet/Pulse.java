package dev.perigee.control.fleet;

import dev.perigee.control.series.Metric;
import dev.perigee.control.series.Series;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.SystemMetrics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The newest heartbeat of one satellite, packed, and what it measured over time.
/// Thread-safe: its monitor guards everything.
final class Pulse {
    private final SatelliteId satellite;
    private final Series series;
    private @Nullable Instant at;
    private @Nullable PackedHeartbeat newest;
    private @Nullable String publicUrl;
    private SystemMetrics before = SystemMetrics.UNKNOWN;

    /// When and what the newest was.
    record Beat(Instant at, Heartbeat heartbeat, @Nullable String publicUrl) {}

    Pulse(SatelliteId satellite, Optional<KeptVitals> kept) {
        this.satellite = satellite;
        this.series = kept.map(there -> Series.read(there.series())).orElseGet(Series::new);
        kept.ifPresent(there -> {
            at = there.at();
            newest = there.packed().orElse(null);
            publicUrl = there.publicUrl();
        });
    }

    Series series() {
        return series;
    }

    synchronized void beat(Instant now, Heartbeat heartbeat, @Nullable String url) {
        series.add(now, values(now, heartbeat));
        at = now;
        newest = PackedHeartbeat.of(heartbeat);
        before = heartbeat.system();
        if (url != null) {
            publicUrl = url;
        }
    }

    synchronized Optional<Beat> newest() {
        return at == null || newest == null ? Optional.empty() : Optional.of(new Beat(at, newest.unpack(), publicUrl));
    }

    synchronized Optional<KeptVitals> kept() {
        return at == null || newest == null
                ? Optional.empty()
                : Optional.of(new KeptVitals(
                        satellite, at, ByteBuffer.wrap(newest.bytes()), publicUrl, ByteBuffer.wrap(series.bytes())));
    }

    private float[] values(Instant now, Heartbeat heartbeat) {
        SystemMetrics system = heartbeat.system();
        double seconds = at == null ? 0 : Duration.between(at, now).toMillis() / 1000.0;
        float[] values = new float[Metric.COUNT];
        Arrays.fill(values, Float.NaN);
        values[Metric.CPU_PERCENT.place()] = value(system.cpuPercent());
        values[Metric.MEMORY_PERCENT.place()] = (float) system.memoryUsedPercent();
        values[Metric.DISK_PERCENT.place()] = value(system.diskUsedPercent());
        values[Metric.RX_BYTES_PER_SECOND.place()] = rate(before.networkRxBytes(), system.networkRxBytes(), seconds);
        values[Metric.TX_BYTES_PER_SECOND.place()] = rate(before.networkTxBytes(), system.networkTxBytes(), seconds);
        if (seconds > 0) {
            values[Metric.ERRORS_PER_MINUTE.place()] = (float) (heartbeat.errors() * 60 / seconds);
        }
        return values;
    }

    private static float value(@Nullable Double measured) {
        return measured == null ? Float.NaN : measured.floatValue();
    }

    /// None when it began to count anew.
    private static float rate(@Nullable Long from, @Nullable Long to, double seconds) {
        return from == null || to == null || to < from || seconds <= 0 ? Float.NaN : (float) ((to - from) / seconds);
    }
}
