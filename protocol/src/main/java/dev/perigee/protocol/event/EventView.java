package dev.perigee.protocol.event;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event as the control plane has it: its place among all, whose it is, and when it came.
public record EventView(
        String position,
        @Nullable SatelliteId satellite,
        @Nullable TeamName team,
        Instant receivedAt,
        Event event) {}
