package dev.perigee.control.event;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.Event;
import org.jspecify.annotations.Nullable;

/// An event, and whose it is.
public record NewEvent(
        Event event,
        @Nullable SatelliteId satellite,
        @Nullable TeamName team) {}
