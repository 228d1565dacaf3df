package dev.perigee.protocol.event;

import java.util.List;

/// Events, the newest first.
public record EventList(List<EventView> events) {
    public static final int LIMIT_DEFAULT = 50;
    public static final int LIMIT_MAX = 1000;

    public EventList {
        events = List.copyOf(events);
    }
}
