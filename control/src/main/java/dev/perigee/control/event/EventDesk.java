package dev.perigee.control.event;

import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.Event;
import dev.perigee.protocol.event.EventBatch;
import dev.perigee.protocol.event.EventData;
import dev.perigee.protocol.event.EventId;
import dev.perigee.protocol.event.EventReceipt;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where events come in: each is durable when it is answered for, and kept once however often it comes. Tells its
/// followers after the commit that there is more; that is a hint. Thread-safe.
public final class EventDesk {
    private static final int TYPE_SHOWN_MAX = 100;

    private final EventStore store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Set<Runnable> followers = ConcurrentHashMap.newKeySet();

    public EventDesk(EventStore store, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /// Takes what a satellite sent; what of it is wrong is refused alone.
    public EventReceipt take(Satellite satellite, EventBatch batch) {
        String source = Event.source(satellite.id());
        List<NewEvent> good = new ArrayList<>(batch.events().size());
        List<EventReceipt.Failure> failures = new ArrayList<>();
        for (int i = 0; i < batch.events().size(); i++) {
            JsonNode json = batch.events().get(i);
            try {
                good.add(new NewEvent(checked(Event.read(json), source), satellite.id(), satellite.onlyTeam()));
            } catch (BadValue e) {
                failures.add(new EventReceipt.Failure(i, type(json), String.valueOf(e.getMessage())));
            }
        }
        add(good);
        return new EventReceipt(good.stream().map(it -> it.event().id()).toList(), failures);
    }

    /// What happened just now on the control plane itself, to a satellite and of a team where there is one; it is not
    /// kept yet.
    NewEvent own(@Nullable SatelliteId satellite, @Nullable TeamName team, EventData data) {
        Instant now = clock.instant();
        String subject = satellite == null ? null : satellite.value();
        EventId id = EventId.create(now.toEpochMilli(), random);
        return new NewEvent(Event.of(id, Event.CONTROL_PLANE, now, subject, data), satellite, team);
    }

    /// Keeps these; they are durable when this returns, and kept once however often this is done.
    void keep(List<NewEvent> events) {
        add(events);
    }

    /// Calls `more`, from any thread and not blocking, whenever there may be more to read. The returned action ends
    /// that.
    public Runnable subscribe(Runnable more) {
        followers.add(more);
        return () -> followers.remove(more);
    }

    public EventStore store() {
        return store;
    }

    private void add(List<NewEvent> events) {
        if (!events.isEmpty()) {
            store.add(events, clock.instant());
            followers.forEach(Runnable::run);
        }
    }

    /// Guarantee 8: what the event says and who brings it must agree.
    private static Event checked(Event event, String source) {
        if (!event.source().equals(source)) {
            throw new BadValue("source", event.source(), source + ", whose key it came with");
        }
        event.payload();
        return event;
    }

    private static String type(JsonNode json) {
        String type = json.path("type").asString("");
        return type.length() > TYPE_SHOWN_MAX ? type.substring(0, TYPE_SHOWN_MAX) : type;
    }
}
