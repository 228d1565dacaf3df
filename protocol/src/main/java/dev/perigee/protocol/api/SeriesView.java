package dev.perigee.protocol.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a satellite measured, averaged over steps of equal length: the answer to `GET /api/v1/satellites/{id}/series`.
/// Value `i` of each metric is of the time from `start` plus `i` steps, and null where nothing was measured.
public record SeriesView(Instant start, Duration step, Map<String, List<@Nullable Float>> metrics) {}
