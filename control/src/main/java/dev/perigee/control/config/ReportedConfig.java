package dev.perigee.control.config;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.config.ConfigReport;
import java.time.Instant;

/// What a satellite said last of its configuration, and when.
public record ReportedConfig(SatelliteId satellite, ConfigReport report, Instant at) {}
