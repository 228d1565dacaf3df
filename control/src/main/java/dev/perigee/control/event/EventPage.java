package dev.perigee.control.event;

import java.util.List;

/// What comes behind a place: where `gap` is true, events that were there are not kept any more, or nobody can tell.
/// The reader goes on behind `next`; when that is `end`, there is no more yet.
public record EventPage(boolean gap, List<KeptEvent> events, EventPosition next, EventPosition end) {
    public EventPage {
        events = List.copyOf(events);
    }

    public boolean isLast() {
        return next.equals(end);
    }
}
