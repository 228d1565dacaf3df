package dev.perigee.protocol.heartbeat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.BadValue;
import org.jspecify.annotations.Nullable;

/// What the satellite's machine measures: percentages of the whole machine (0 to 100), bytes, bytes since it started
/// counting, and how long it has been up. What it cannot measure is absent.
public record SystemMetrics(
        @JsonProperty("cpuPercent") @Nullable Double cpuPercent,
        @JsonProperty("memoryUsedBytes") @Nullable Long memoryUsedBytes,
        @JsonProperty("memoryTotalBytes") @Nullable Long memoryTotalBytes,
        @JsonProperty("diskUsedPercent") @Nullable Double diskUsedPercent,
        @JsonProperty("networkRxBytes") @Nullable Long networkRxBytes,
        @JsonProperty("networkTxBytes") @Nullable Long networkTxBytes,
        @JsonProperty("uptimeSeconds") @Nullable Long uptimeSeconds) {
    public static final SystemMetrics UNKNOWN = new SystemMetrics(null, null, null, null, null, null, null);

    public SystemMetrics {
        percent("system.cpuPercent", cpuPercent);
        count("system.memoryUsedBytes", memoryUsedBytes);
        count("system.memoryTotalBytes", memoryTotalBytes);
        percent("system.diskUsedPercent", diskUsedPercent);
        count("system.networkRxBytes", networkRxBytes);
        count("system.networkTxBytes", networkTxBytes);
        count("system.uptimeSeconds", uptimeSeconds);
    }

    /// How much of the memory is in use, 0 to 100; NaN where that is not known.
    public double memoryUsedPercent() {
        return memoryUsedBytes == null || memoryTotalBytes == null || memoryTotalBytes == 0
                ? Double.NaN
                : Math.min(100, 100.0 * memoryUsedBytes / memoryTotalBytes);
    }

    private static void percent(String what, @Nullable Double value) {
        if (value != null && !(value >= 0 && value <= 100)) {
            throw new BadValue(what, value, "0 to 100");
        }
    }

    static void count(String what, @Nullable Long value) {
        if (value != null && value < 0) {
            throw new BadValue(what, value, "0 or more");
        }
    }
}
