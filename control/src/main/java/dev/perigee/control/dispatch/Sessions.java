package dev.perigee.control.dispatch;

import dev.perigee.control.command.Openings;
import dev.perigee.control.command.Wakeups;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/// The open sessions of this control plane, at most one a satellite: a newer one replaces an older. Signals become
/// hints to the satellite's session. Thread-safe.
public final class Sessions implements Wakeups, Openings {
    private final Map<SatelliteId, DeliverySession> open = new ConcurrentHashMap<>();

    /// What all sessions claim through, what they say besides, and the threads they do it on.
    public record Shared(Dispatcher dispatcher, Cancellations cancellations, Executor logic) {}

    /// Opens a session as the satellite requests it, and claims for it on the calling thread.
    public DeliverySession open(Shared shared, Satellite satellite, SessionRequest request, DeliverySink sink) {
        DeliverySession session = new DeliverySession(shared, this::forget, satellite, request, sink);
        DeliverySession older = open.put(satellite.id(), session);
        if (older != null) {
            older.finish(new SessionEnd.Replaced());
        }
        session.hintHere();
        return session;
    }

    /// How many deliveries the satellite's open session may take, if there is one.
    public OptionalInt credit(SatelliteId satellite) {
        DeliverySession session = open.get(satellite);
        return session == null ? OptionalInt.empty() : OptionalInt.of(session.credit());
    }

    @Override
    public void signal(SatelliteId satellite) {
        DeliverySession session = open.get(satellite);
        if (session != null) {
            session.hint();
        }
    }

    /// Ends the satellite's open session, if there is one, so that it asks again and hears what is new besides
    /// commands.
    public void nudge(SatelliteId satellite) {
        DeliverySession session = open.get(satellite);
        if (session != null) {
            session.finish(new SessionEnd.Finished());
        }
    }

    @Override
    public Optional<Opening> take(SatelliteId satellite) {
        DeliverySession session = open.get(satellite);
        return session != null && session.take() ? Optional.of(session) : Optional.empty();
    }

    /// Ends every session because the control plane stops.
    public void drain() {
        open.values().forEach(session -> session.finish(new SessionEnd.Draining()));
    }

    private void forget(DeliverySession session) {
        open.remove(session.satellite().id(), session);
    }
}
