package dev.perigee.server;

import dev.perigee.control.fleet.FleetEvents;
import java.util.List;

/// Tells each of some listeners what becomes of satellites.
record FleetNews(List<FleetEvents> listeners) implements FleetEvents {
    @Override
    public void became(Became event) {
        listeners.forEach(listener -> listener.became(event));
    }

    @Override
    public void duplicated(Duplicated event) {
        listeners.forEach(listener -> listener.duplicated(event));
    }
}
