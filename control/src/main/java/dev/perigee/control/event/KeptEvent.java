package dev.perigee.control.event;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.Event;
import dev.perigee.protocol.event.EventView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event that is kept, at its place among all.
public record KeptEvent(
        EventPosition position,
        Event event,
        @Nullable SatelliteId satellite,
        @Nullable TeamName team,
        Instant receivedAt) {

    public EventView view() {
        return new EventView(position.toString(), satellite, team, receivedAt, event);
    }
}
